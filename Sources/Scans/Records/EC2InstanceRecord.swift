import CloudScanners
public import Foundation
import Postgres
public import Storage

extension ResourceType {
    public static let ec2Instance = ResourceType(
        "ec2_instance", of: .ec2, in: "flotilla.ec2_instances", identity: "instance_id",
        details: [
            ResourceColumn("instance_type", .text), ResourceColumn("state", .text), ResourceColumn("stopped_at", .time),
            ResourceColumn("public_ip", .text), ResourceColumn("private_ip", .text), ResourceColumn("vpc_id", .text),
            ResourceColumn("launch_time", .time), ResourceColumn("tags", .tags),
        ],
        life: (state: "state", stoppedAt: "stopped_at"),
        metrics: MetricTable(
            "flotilla.ec2_performance",
            [
                Metric("cpu_utilization", .cpuUtilization, unit: "percent", .average),
                Metric("network_in", .networkIn, unit: "bytes", .sum),
                Metric("network_out", .networkOut, unit: "bytes", .sum),
            ]))
}

/// One row of `ec2_instances`.
public struct EC2InstanceRecord: ResourceRecord {
    public static let type = ResourceType.ec2Instance

    public let region: String
    public let instanceID: String
    public var instanceType: String
    /// `running`, `stopped`, `terminated`, …
    public var state: String
    /// Since when it is stopped, when the cloud says so.
    public var stoppedAt: Date?
    public var publicIP: String?
    public var privateIP: String?
    public var vpcID: String?
    public var launchTime: Date?
    /// A JSON object of strings.
    public var tags: [UInt8]

    public var identifier: String { instanceID }
    public var measurability: Measurability { Measurability(region: region, state: state, stoppedAt: stoppedAt) }

    public init(
        region: String, instanceID: String, instanceType: String, state: String, stoppedAt: Date? = nil,
        publicIP: String? = nil, privateIP: String? = nil, vpcID: String? = nil, launchTime: Date? = nil,
        tags: [UInt8] = Array("{}".utf8)
    ) {
        self.region = region
        self.instanceID = instanceID
        self.instanceType = instanceType
        self.state = state
        self.stoppedAt = stoppedAt
        self.publicIP = publicIP
        self.privateIP = privateIP
        self.vpcID = vpcID
        self.launchTime = launchTime
        self.tags = tags
    }

    public static func columns(of records: [Self]) -> [any ColumnValues] {
        [
            records.map(\.instanceType), records.map(\.state), records.map(\.stoppedAt), records.map(\.publicIP),
            records.map(\.privateIP), records.map(\.vpcID), records.map(\.launchTime),
            records.map { JSONText($0.tags) },
        ]
    }
}
