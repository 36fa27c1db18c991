/// Amazon EC2, API version 2016-11-15; what a scan reads of it.
public struct EC2: Sendable {
    private let client: AWSClient
    private let pageSize: Int

    /// - Parameter pageSize: what a page may hold, 5 to 1000; more is a request that AWS refuses on large accounts.
    public init(client: AWSClient, pageSize: Int = 1000) {
        self.client = client
        self.pageSize = min(1000, max(5, pageSize))
    }

    /// The regions of `region`'s partition that are enabled for the account, in order.
    /// - Parameter region: whose endpoint is asked.
    public func describeRegions(from region: AWSRegion, _ context: AWSCallContext) async throws(AWSError) -> [AWSRegion]
    {
        let call = call("DescribeRegions", in: region)
        return try await client.send(call, context) { bytes throws(MalformedAnswer) in
            let names = try XMLAnswer.read(bytes).items("regionInfo").compactMap { $0.value("regionName") }
            let regions = names.compactMap(AWSRegion.init)
            guard !regions.isEmpty, regions.count == names.count else { throw .missingField }
            return regions.filter { $0.partition == region.partition }.sorted()
        }
    }

    /// Every instance of the region, whatever its state, page after page, each once.
    public func describeInstances(in region: AWSRegion, _ context: AWSCallContext) async throws(AWSError)
        -> [EC2Instance]
    {
        var byID: [String: EC2Instance] = [:]
        var pages = PageGuard()
        var token: String?
        repeat {
            var call = call("DescribeInstances", in: region)
            call.parameters = [("MaxResults", "\(pageSize)")]
            if let token { call.parameters.append(("NextToken", token)) }
            let page = try await client.send(call, context) { bytes throws(MalformedAnswer) in
                try InstancePage(bytes, region: region)
            }
            for instance in page.instances { byID[instance.instanceID] = instance }
            do {
                token = try pages.follow(page.nextToken, items: page.instances.count)
            } catch {
                throw AWSError(.malformedAnswer, call, status: 200)
            }
        } while token != nil
        return byID.values.sorted { $0.instanceID < $1.instanceID }
    }

    private func call(_ action: String, in region: AWSRegion) -> AWSCall {
        AWSCall(service: "ec2", version: "2016-11-15", action: action, region: region)
    }
}
