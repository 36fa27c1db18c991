/// A type of resource that scans find: where its rows are, what they hold and what can be asked of them.
///
/// Another type is a file in `Records` with its record and its `ResourceType`, a table, and its place in `all`.
public struct ResourceType: Sendable {
    /// As callers name it: `ec2_instance`, …
    public let name: String
    public let service: ScanService
    let table: String
    /// The column that names one resource within a region of a cloud's account.
    let identity: String
    /// What a row holds beside its region and its identity.
    let details: [ResourceColumn]
    /// The columns that decide about `Measurability`, where there are any.
    let life: (state: String, stoppedAt: String)?
    public let metrics: MetricTable

    public static let all = [ec2Instance, s3Bucket, vpc, rdsInstance]

    public init?(name: String) {
        guard let type = Self.all.first(where: { $0.name == name }) else { return nil }
        self = type
    }

    init(
        _ name: String, of service: ScanService, in table: String, identity: String, details: [ResourceColumn],
        life: (state: String, stoppedAt: String)? = nil, metrics: MetricTable
    ) {
        self.name = name
        self.service = service
        self.table = table
        self.identity = identity
        self.details = details
        self.life = life
        self.metrics = metrics
    }

    /// What a row shows, and what it can be filtered by.
    public var columns: [ResourceColumn] {
        [ResourceColumn(identity, .text), ResourceColumn("region", .text)] + details
            + [ResourceColumn("scan_timestamp", .time)]
    }

    public func column(_ name: String) -> ResourceColumn? { columns.first { $0.name == name } }
}

extension ResourceType: Hashable {
    public static func == (left: ResourceType, right: ResourceType) -> Bool { left.name == right.name }
    public func hash(into hasher: inout Hasher) { hasher.combine(name) }
}
