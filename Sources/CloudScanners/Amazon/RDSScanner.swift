import AWS

/// Finds the managed databases of an account.
struct RDSScanner: CloudScanner {
    let scanning: AWSScanning

    func scan(_ request: ScanRequest, until deadline: ContinuousClock.Instant) async throws -> ScanInventory {
        let rds = RDS(client: scanning.client)
        let ec2 = EC2(client: scanning.client)
        return try await RegionalScan(scanning: scanning, service: "rds").findings(request, until: deadline) {
            region, context in
            let listing = await rds.describeDBInstances(in: region, context)
            let ids = Set(listing.elements.flatMap(\.securityGroupIDs)).sorted()
            let groups = ids.isEmpty ? Listing() : await ec2.describeSecurityGroups(ids, in: region, context)
            let reach = SecurityGroupReach(groups)
            return RegionResult(
                listing, listing.elements.map { RDSInstance($0, isReachable: reach.opens($0)) },
                gaps: [groups.failure, groups.gap])
        }
    }
}

extension RDSInstance {
    init(_ found: DBInstance, isReachable: Known<Bool>) {
        func known<Value>(_ value: Value?, _ name: String) -> Known<Value> {
            value.map { .value($0) } ?? .unknown("AWS did not say \(name).")
        }
        self.init(
            dbIdentifier: found.identifier, regionName: found.region.name, engine: found.engine,
            engineVersion: found.engineVersion, instanceClass: found.instanceClass, status: found.status,
            storageGB: known(
                found.storageGB,
                found.engine.hasPrefix("aurora")
                    ? "a size, since Aurora's storage grows by itself" : "how large its storage is"),
            isPublic: known(found.isPubliclyAccessible, "whether it has a public address"), isReachable: isReachable,
            isEncrypted: known(found.isEncrypted, "whether it is encrypted"),
            backupRetentionDays: known(found.backupRetentionDays, "how long backups are kept"),
            isMultiZone: found.isMultiZone, isDeletionProtected: found.isDeletionProtected, port: found.port,
            vpcID: found.vpcID, createdAt: found.createdAt)
    }
}
