import Foundation

/// What holds for every job of a kind unless the caller says otherwise.
public struct JobDefinition: Sendable, Hashable {
    public let kind: JobKind
    public let queue: QueueName
    /// The longest an attempt may run.
    public let timeout: Duration
    /// The attempts that may end in an error before the job is a dead letter; crashes are counted apart.
    public let maxAttempts: Int
    public let backoff: Backoff
    /// The time that a cancelled or timed-out handler gets to end by itself.
    public let grace: Duration
    /// How long settled jobs are kept.
    public let retention: JobRetention
    /// How many may run at once and start in a second, unless an operator says otherwise.
    public let limits: [JobLimit]
    /// Whether all that its handler changes is what it returns: the result, the rows and the follow-up jobs, which commit in
    /// one transaction. To begin such a job twice does no harm, so a worker may begin it before its claim is written.
    public let isTransactional: Bool

    public init(
        kind: JobKind, queue: QueueName, timeout: Duration, maxAttempts: Int = 8, backoff: Backoff = Backoff(),
        grace: Duration = .seconds(5), retention: JobRetention = JobRetention(), limits: [JobLimit] = [],
        isTransactional: Bool = false
    ) {
        self.kind = kind
        self.queue = queue
        self.timeout = timeout
        self.maxAttempts = maxAttempts
        self.backoff = backoff
        self.grace = grace
        self.retention = retention
        self.limits = limits
        self.isTransactional = isTransactional
    }

    /// A claim that is lost with PostgreSQL's last moments before a crash only means that the job is queued
    /// again. For a long job that would repeat much work, so its claim waits for the disk.
    public var needsDurableClaim: Bool { timeout > .seconds(60) }

    /// How its claims are written, where no limit holds.
    public var claiming: ClaimMode {
        if needsDurableClaim { return .durable }
        return isTransactional ? .deferred : .relaxed
    }
}
