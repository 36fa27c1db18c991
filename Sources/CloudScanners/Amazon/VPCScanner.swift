import AWS

/// Finds the virtual networks of an account.
struct VPCScanner: CloudScanner {
    let scanning: AWSScanning

    func scan(_ request: ScanRequest, until deadline: ContinuousClock.Instant) async throws -> ScanInventory {
        let ec2 = EC2(client: scanning.client, pageSize: scanning.pageSize)
        return try await RegionalScan(scanning: scanning, service: "vpc").findings(request, until: deadline) {
            region, context in
            // Two lists a region, whatever the number of networks.
            async let subnets = ec2.describeSubnets(in: region, context)
            let vpcs = await ec2.describeVPCs(in: region, context)
            return await Self.haul(vpcs, subnets, region)
        }
    }

    private static func haul(_ vpcs: Listing<EC2VPC>, _ subnets: Listing<EC2Subnet>, _ region: AWSRegion)
        -> RegionResult
    {
        let subnetCounts = subnets.elements.reduce(into: [:]) { $0[$1.vpcID, default: 0] += 1 }
        let resources = vpcs.elements.map { vpc in
            VPC(
                vpcID: vpc.vpcID, regionName: region.name, cidrBlock: vpc.cidrBlock, isDefault: vpc.isDefault,
                tags: vpc.tags, subnetCount: Known(subnets) { _ in subnetCounts[vpc.vpcID] ?? 0 })
        }
        // Where there is no network, nothing of one is unknown.
        return RegionResult(vpcs, resources, gaps: resources.isEmpty ? [] : [subnets.failure, subnets.gap])
    }
}

extension Known {
    /// What a complete list says.
    init<Element>(_ listing: Listing<Element>, _ make: ([Element]) -> Value) {
        if let failure = listing.failure ?? listing.gap {
            self = .unknown(failure.sentence)
        } else {
            self = .value(make(listing.elements))
        }
    }
}
