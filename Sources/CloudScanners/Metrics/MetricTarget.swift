/// A resource whose metrics are read.
public struct MetricTarget: Sendable, Hashable {
    /// As in `CloudResource`.
    public var identifier: String
    public var regionName: String

    public init(identifier: String, regionName: String) {
        self.identifier = identifier
        self.regionName = regionName
    }
}
