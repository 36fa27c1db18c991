public import CloudScanners
import Postgres
public import Storage

extension ResourceType {
    public static let rdsInstance = ResourceType(
        "rds_instance", of: .rds, in: "flotilla.rds_instances", identity: "db_identifier",
        details: [
            ResourceColumn("engine", .text), ResourceColumn("engine_version", .text),
            ResourceColumn("instance_class", .text), ResourceColumn("status", .text),
            ResourceColumn("vpc_id", .text),
        ] + ResourceColumn.known("storage_gb", .integer) + ResourceColumn.known("is_public", .boolean)
            + ResourceColumn.known("is_reachable", .boolean)
            + ResourceColumn.known("is_encrypted", .boolean) + ResourceColumn.known("backup_retention_days", .integer)
            + [ResourceColumn("multi_az", .boolean), ResourceColumn("tags", .tags)],
        metrics: MetricTable(
            "flotilla.rds_performance",
            [
                Metric("connections", .connections, unit: "count", .average),
                Metric("cpu_utilization", .cpuUtilization, unit: "percent", .average),
                Metric("free_storage", .freeStorageBytes, unit: "bytes", .minimum),
            ]))
}

/// One row of `rds_instances`.
public struct RDSInstanceRecord: ResourceRecord {
    public static let type = ResourceType.rdsInstance

    public let region: String
    public let dbIdentifier: String
    public var engine: String
    public var engineVersion: String
    public var instanceClass: String
    /// `available`, `creating`, …
    public var status: String
    /// Not known of a database whose storage grows by itself.
    public var storageGB: Known<Int>
    public var vpcID: String?
    /// The cloud's own flag.
    public var isPublic: Known<Bool>
    /// Whether security groups let the internet in.
    public var isReachable: Known<Bool>
    public var isEncrypted: Known<Bool>
    /// 0: there are no backups.
    public var backupRetentionDays: Known<Int>
    public var multiAZ: Bool?
    /// A JSON object of strings.
    public var tags: [UInt8]

    public var identifier: String { dbIdentifier }

    public init(
        region: String, dbIdentifier: String, engine: String, engineVersion: String, instanceClass: String,
        status: String, storageGB: Known<Int>, vpcID: String? = nil, isPublic: Known<Bool>, isReachable: Known<Bool>,
        isEncrypted: Known<Bool>, backupRetentionDays: Known<Int>, multiAZ: Bool? = nil,
        tags: [UInt8] = Array("{}".utf8)
    ) {
        self.region = region
        self.dbIdentifier = dbIdentifier
        self.engine = engine
        self.engineVersion = engineVersion
        self.instanceClass = instanceClass
        self.status = status
        self.storageGB = storageGB
        self.vpcID = vpcID
        self.isPublic = isPublic
        self.isReachable = isReachable
        self.isEncrypted = isEncrypted
        self.backupRetentionDays = backupRetentionDays
        self.multiAZ = multiAZ
        self.tags = tags
    }

    public static func columns(of records: [Self]) -> [any ColumnValues] {
        [
            records.map(\.engine), records.map(\.engineVersion), records.map(\.instanceClass), records.map(\.status),
            records.map(\.vpcID), records.map { $0.storageGB.value.map(Int32.init(clamping:)) },
            records.map(\.storageGB.reason), records.map(\.isPublic.value),
            records.map(\.isPublic.reason), records.map(\.isReachable.value), records.map(\.isReachable.reason),
            records.map(\.isEncrypted.value), records.map(\.isEncrypted.reason),
            records.map { $0.backupRetentionDays.value.map(Int32.init(clamping:)) },
            records.map(\.backupRetentionDays.reason), records.map(\.multiAZ), records.map { JSONText($0.tags) },
        ]
    }
}
