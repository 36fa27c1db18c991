import Foundation

/// Whose metrics to read, and of when.
public struct MetricsRequest: Sendable {
    public var access: ScanRequest.Access
    /// Of the scanner's own kind.
    public var targets: [MetricTarget]
    public var from: Date
    /// Exclusive.
    public var to: Date
    /// How many series the cloud may be asked for: AWS bills about 0.01 USD for 1,000. Targets beyond it are not read,
    /// and say so.
    public var maximumQueries: Int

    public init(
        access: ScanRequest.Access, targets: [MetricTarget], from: Date, to: Date, maximumQueries: Int = 1000
    ) {
        self.access = access
        self.targets = targets
        self.from = from
        self.to = to
        self.maximumQueries = maximumQueries
    }
}

/// A resource whose metrics are read; made of what a scan found, or of what was stored of it.
public struct MetricTarget: Sendable, Hashable {
    /// As in `CloudResource`.
    public var identifier: String
    public var regionName: String
    /// What a network's traffic is the sum of: the ids of its instances. Empty for other kinds.
    public var members: [String]

    public init(identifier: String, regionName: String, members: [String] = []) {
        self.identifier = identifier
        self.regionName = regionName
        self.members = members
    }
}
