/// Amazon EC2, API version 2016-11-15; what a scan reads of it.
public struct EC2: Sendable {
    private let client: AWSClient
    private let pageSize: Int

    /// - Parameter pageSize: what a page may hold, 5 to 1000; more is a request that AWS refuses on large accounts.
    public init(client: AWSClient, pageSize: Int = 1000) {
        self.client = client
        self.pageSize = min(1000, max(5, pageSize))
    }

    /// The regions of `region`'s partition that are enabled for the account, in order; at least one.
    /// - Parameter region: whose endpoint is asked.
    public func describeRegions(
        from region: AWSRegion, _ context: AWSCallContext
    ) async throws(AWSError) -> Listing<AWSRegion> {
        let call = call("DescribeRegions", in: region)
        return try await client.send(call, context) { bytes throws(MalformedAnswer) in
            let answer = try XMLAnswer.read(bytes)
            let names = answer.items("regionInfo").map { $0.value("regionName").flatMap(AWSRegion.init) }
            let regions = Set(names.compactMap { $0 }).filter { $0.partition == region.partition }.sorted()
            guard !regions.isEmpty else { throw .otherDocument }
            var listing = Listing<AWSRegion>()
            listing.elements = regions
            listing.note(names.count { $0 == nil }, of: call)
            return listing
        }
    }

    /// Every instance of the region, whatever its state, each once.
    public func describeInstances(in region: AWSRegion, _ context: AWSCallContext) async -> Listing<EC2Instance> {
        let records = ["DescribeInstancesResponse", "reservationSet", "item", "instancesSet", "item"]
        var listing = await list("DescribeInstances", records, in: region, context) { item throws(MalformedAnswer) in
            try EC2Instance(item, region: region)
        }
        listing.removeRepeated(\.instanceID)
        return listing
    }

    public func describeVPCs(in region: AWSRegion, _ context: AWSCallContext) async -> Listing<EC2VPC> {
        var listing = await list("DescribeVpcs", ["DescribeVpcsResponse", "vpcSet", "item"], in: region, context) {
            item throws(MalformedAnswer) in try EC2VPC(item)
        }
        listing.removeRepeated(\.vpcID)
        return listing
    }

    public func describeSubnets(in region: AWSRegion, _ context: AWSCallContext) async -> Listing<EC2Subnet> {
        var listing = await list(
            "DescribeSubnets", ["DescribeSubnetsResponse", "subnetSet", "item"], in: region, context
        ) { item throws(MalformedAnswer) in
            guard let id = item.value("subnetId"), let vpc = item.value("vpcId") else { throw .missingField }
            return EC2Subnet(subnetID: id, vpcID: vpc)
        }
        listing.removeRepeated(\.subnetID)
        return listing
    }

    /// The groups that exist among those named; AWS says nothing of the others.
    public func describeSecurityGroups(
        _ ids: [String], in region: AWSRegion, _ context: AWSCallContext
    ) async -> Listing<SecurityGroup> {
        var all = Listing<SecurityGroup>()
        // A filter takes 200 values.
        for start in stride(from: 0, to: ids.count, by: 200) {
            let values = ids[start..<min(ids.count, start + 200)].enumerated().map { index, id in
                (name: "Filter.1.Value.\(index + 1)", value: id)
            }
            let part = await list(
                "DescribeSecurityGroups", ["DescribeSecurityGroupsResponse", "securityGroupInfo", "item"],
                [("Filter.1.Name", "group-id")] + values, in: region, context
            ) { item throws(MalformedAnswer) in try SecurityGroup(item) }
            all.elements += part.elements
            all.failure = part.failure
            all.unreadable += part.unreadable
            all.gap = part.gap ?? all.gap
            if all.failure != nil { break }
        }
        return all
    }

    private func list<Element: Sendable>(
        _ action: String, _ records: [String], _ parameters: [(name: String, value: String)] = [],
        in region: AWSRegion, _ context: AWSCallContext,
        _ element: @escaping @Sendable (XMLNode) throws(MalformedAnswer) -> Element
    ) async -> Listing<Element> {
        var call = call(action, in: region)
        call.parameters = [("MaxResults", "\(pageSize)")] + parameters
        return await client.list(call, context, token: "NextToken") { bytes throws(MalformedAnswer) in
            try Page(bytes, records: records, next: ["nextToken"]) { item throws(MalformedAnswer) in
                try element(item)
            }
        }
    }

    private func call(_ action: String, in region: AWSRegion) -> AWSCall {
        AWSCall(service: "ec2", version: "2016-11-15", action: action, region: region)
    }
}
