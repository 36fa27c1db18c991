public import CloudScanners
import Postgres
public import Storage

extension ResourceType {
    public static let vpc = ResourceType(
        "vpc", of: .vpc, in: "flotilla.vpc_instances", identity: "vpc_id",
        details: [
            ResourceColumn("cidr_block", .text), ResourceColumn("is_default", .boolean), ResourceColumn("state", .text),
        ] + ResourceColumn.known("subnet_count", .integer) + [ResourceColumn("tags", .tags)],
        metrics: MetricTable(
            "flotilla.vpc_performance",
            [
                Metric("traffic_in", .trafficIn, unit: "bytes", .sum),
                Metric("traffic_out", .trafficOut, unit: "bytes", .sum),
            ]))
}

/// One row of `vpc_instances`.
public struct VPCRecord: ResourceRecord {
    public static let type = ResourceType.vpc

    public let region: String
    public let vpcID: String
    public var cidrBlock: String
    public var isDefault: Bool
    public var state: String
    public var subnetCount: Known<Int>
    /// A JSON object of strings.
    public var tags: [UInt8]

    public var identifier: String { vpcID }

    public init(
        region: String, vpcID: String, cidrBlock: String, isDefault: Bool, state: String = "available",
        subnetCount: Known<Int>, tags: [UInt8] = Array("{}".utf8)
    ) {
        self.region = region
        self.vpcID = vpcID
        self.cidrBlock = cidrBlock
        self.isDefault = isDefault
        self.state = state
        self.subnetCount = subnetCount
        self.tags = tags
    }

    public static func columns(of records: [Self]) -> [any ColumnValues] {
        [
            records.map(\.cidrBlock), records.map(\.isDefault), records.map(\.state),
            records.map { $0.subnetCount.value.map(Int32.init(clamping:)) }, records.map(\.subnetCount.reason),
            records.map { JSONText($0.tags) },
        ]
    }
}
