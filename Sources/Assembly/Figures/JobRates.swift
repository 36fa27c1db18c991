public import Jobs

/// What happens to jobs, a second.
public struct JobRates: Encodable, Sendable, Hashable {
    public var enqueued = 0.0
    public var started = 0.0
    public var succeeded = 0.0
    public var retried = 0.0
    public var failed = 0.0
    public var cancelled = 0.0

    public init() {}

    /// - Parameter seconds: within which it was counted.
    public init(_ count: ActivityCount, in seconds: Double) {
        func rate(_ value: Int) -> Double { (Double(value) / max(seconds, 1) * 1000).rounded() / 1000 }
        enqueued = rate(count.enqueued)
        started = rate(count.started)
        succeeded = rate(count.succeeded)
        retried = rate(count.retried)
        failed = rate(count.failed)
        cancelled = rate(count.cancelled)
    }

    /// Jobs that are no longer open.
    var settled: Double { succeeded + failed + cancelled }
}
