public import Storage

/// A resource as a run found it: one row of its type's table.
public protocol ResourceRecord: Sendable {
    static var type: ResourceType { get }
    var region: String { get }
    var identifier: String { get }
    var measurability: Measurability { get }
    /// Records why values that only metrics supply are not known, by the report of those metrics.
    mutating func markMetricsMissing(_ report: MetricsReport)
    /// The values of `type.details`, column by column in their order.
    static func columns(of records: [Self]) -> [any ColumnValues]
}

extension ResourceRecord {
    public var measurability: Measurability { Measurability(region: region) }
    public mutating func markMetricsMissing(_ report: MetricsReport) {}
}
