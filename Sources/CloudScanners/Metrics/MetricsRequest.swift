import Foundation

/// Whose metrics to read, and of when.
public struct MetricsRequest: Sendable {
    public var access: ScanRequest.Access
    /// Of the scanner's own kind.
    public var targets: [MetricTarget]
    /// The window is that of whole periods, of five minutes or longer, so that readings of overlapping windows give
    /// the same points.
    public var from: Date
    /// Exclusive.
    public var to: Date
    /// How many series the cloud may be asked for: AWS bills about 0.01 USD for 1,000. Targets beyond it are not read,
    /// and say so.
    public var maximumQueries: Int
    /// Complete series of instances over the very same periods, as they were read a moment ago: the cloud, which bills each
    /// question, is asked for the others only.
    public var known: [MetricSeries]

    public init(
        access: ScanRequest.Access, targets: [MetricTarget], from: Date, to: Date, maximumQueries: Int = 1000,
        known: [MetricSeries] = []
    ) {
        self.access = access
        self.targets = targets
        self.from = from
        self.to = to
        self.maximumQueries = maximumQueries
        self.known = known
    }
}
