/// What happened to the jobs of a kind within some time.
public struct ActivityCount: Sendable, Hashable {
    /// Counted by the store, from the ids of the jobs.
    public var enqueued = 0
    public var started = 0
    public var succeeded = 0
    /// Attempts that failed and were not the last.
    public var retried = 0
    public var failed = 0
    public var cancelled = 0
    /// From when a job could run to when it did.
    public var wait = DurationHistogram()
    /// How long a run kept its slot.
    public var run = DurationHistogram()

    public init() {}

    public mutating func add(_ other: ActivityCount) {
        enqueued &+= other.enqueued
        started &+= other.started
        succeeded &+= other.succeeded
        retried &+= other.retried
        failed &+= other.failed
        cancelled &+= other.cancelled
        wait.add(other.wait)
        run.add(other.run)
    }

    /// Counts what became of a job; a run that was handed back or put off counts as nothing.
    public mutating func count(_ status: JobStatus) {
        switch status {
        case .succeeded: succeeded &+= 1
        case .retrying: retried &+= 1
        case .failed: failed &+= 1
        case .cancelled: cancelled &+= 1
        case .scheduled, .queued, .running: break
        }
    }
}
