import AWS

/// Finds the instances of an account.
struct EC2Scanner: CloudScanner {
    let scanning: AWSScanning

    func scan(_ request: ScanRequest, until deadline: ContinuousClock.Instant) async throws -> ScanInventory {
        let ec2 = EC2(client: scanning.client, pageSize: scanning.pageSize)
        return try await RegionalScan(scanning: scanning, service: "ec2").findings(request, until: deadline) {
            region, context in
            let listing = await ec2.describeInstances(in: region, context)
            return RegionResult(listing, listing.elements)
        }
    }
}

extension EC2Instance: CloudResource {
    public static var kind: String { "ec2_instance" }
    public var identifier: String { instanceID }
    public var regionName: String { region.name }
}
