public import Jobs
public import Tracing

/// What happens around runs, for what measures, logs or traces them. An executor has observers, and so has a
/// supervisor, which outlives it and sees no checkpoints.
///
/// Called on the road of the jobs, of several at once where they come so: a call returns at once and waits for nothing.
public protocol RunObserver: Sendable {
    /// The handlers of these are about to be entered, or were a moment ago.
    func started(_ runs: [RunStart])
    /// A checkpoint of each of these is durable.
    func saved(_ runs: [ObservedRun])
    /// The outcomes of these are committed, or never will be.
    func ended(_ runs: [RunEnd])
    /// These were ended from outside their executor, which ran over its limit or is gone; only a supervisor sees that.
    func interrupted(_ runs: [RunEnd])
}

extension RunObserver {
    public func saved(_ runs: [ObservedRun]) {}
    public func interrupted(_ runs: [RunEnd]) {}
}

/// A run, as its observers know it.
public struct ObservedRun: Sendable {
    public let id: JobID
    public let queue: QueueName
    public let kind: JobKind
    /// nil where a supervisor observes, which reads no rows; so is the trace.
    public let attempt: Int?
    public let trace: TraceContext?

    init(_ job: ClaimedJob) {
        id = job.claim.id
        queue = job.queue
        kind = job.kind
        attempt = job.attempt
        trace = job.trace
    }

    init(_ job: TakenJob) {
        id = job.claim.id
        queue = job.queue
        kind = job.lane.kind
        attempt = nil
        trace = nil
    }
}

public struct RunStart: Sendable {
    public let run: ObservedRun
    /// From when the job could run to when it did.
    public let wait: Duration
}

public struct RunEnd: Sendable {
    public let run: ObservedRun
    /// What became of the job; nil when another claim had replaced this one, and nothing was written.
    public let status: JobStatus?
    /// How long the run kept its slot; zero where that is not known.
    public let slotTime: Duration
    /// Why the attempt did not succeed; nil where a supervisor observes, unless it ended the run itself.
    public let error: JobError?
    /// nil when its trace is not kept.
    public var span: SpanContext?
}
