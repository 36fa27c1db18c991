/// Amazon RDS, API version 2014-10-31; what a scan reads of it.
public struct RDS: Sendable {
    private let client: AWSClient
    private let pageSize: Int

    /// - Parameter pageSize: 20 to 100.
    public init(client: AWSClient, pageSize: Int = 100) {
        self.client = client
        self.pageSize = min(100, max(20, pageSize))
    }

    /// The databases of the region, each once. Neptune and DocumentDB answer here too, and are left out.
    public func describeDBInstances(in region: AWSRegion, _ context: AWSCallContext) async -> Listing<DBInstance> {
        let call = AWSCall(
            service: "rds", version: "2014-10-31", action: "DescribeDBInstances", region: region,
            parameters: [("MaxRecords", "\(pageSize)")])
        let result = "DescribeDBInstancesResult"
        var listing = await client.list(call, context, token: "Marker") { bytes throws(MalformedAnswer) in
            try Page(
                bytes, records: ["DescribeDBInstancesResponse", result, "DBInstances", "DBInstance"],
                next: [result, "Marker"]
            ) { item throws(MalformedAnswer) in
                let instance = try DBInstance(item, region: region)
                return DBInstance.otherServices.contains(instance.engine) ? nil : instance
            }
        }
        listing.removeRepeated(\.identifier)
        return listing
    }
}
