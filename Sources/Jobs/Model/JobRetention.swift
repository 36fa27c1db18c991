/// How long settled jobs of a kind are kept, from when they were settled; nil: as long as the fleet keeps such jobs.
///
/// They go with the day they belong to, so some are kept longer, none shorter. A job that is open, or that holds a unique
/// key, stays in any case.
public struct JobRetention: Sendable, Hashable {
    public let succeeded: Duration?
    public let failed: Duration?
    public let cancelled: Duration?

    public init(succeeded: Duration? = nil, failed: Duration? = nil, cancelled: Duration? = nil) {
        self.succeeded = succeeded
        self.failed = failed
        self.cancelled = cancelled
    }
}

/// How long the fleet keeps settled jobs of kinds that say nothing of it.
public struct FleetRetention: Sendable, Hashable {
    public let succeeded: Duration
    public let failed: Duration
    public let cancelled: Duration

    public init(succeeded: Duration, failed: Duration, cancelled: Duration) {
        self.succeeded = succeeded
        self.failed = failed
        self.cancelled = cancelled
    }
}
