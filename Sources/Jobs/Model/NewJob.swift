import Foundation

/// A job to be accepted: all that its row will say.
public struct NewJob: Sendable {
    public let id: JobID
    public var tenant: UUID
    public var kind: JobKind
    public var queue: QueueName
    /// JSON, at most `Limits.payloadBytes` long.
    public var payload: [UInt8]
    /// 0 (first) to 9 (last).
    public var priority: Int
    /// nil: at once.
    public var runAt: Date?
    /// Not worth starting after this.
    public var expiresAt: Date?
    public var timeout: Duration
    public var maxAttempts: Int
    public var uniqueKey: String?
    /// Holds the unique key so long from now on, also when the job is settled before; nil: while the job is open.
    public var uniqueFor: Duration?
    public var limitKey: String?
    public var trace: TraceContext
    /// Waits until these are settled: jobs of the same tenant that are there, or stand earlier in the same list.
    public var after: [JobID] = []
    /// What becomes of it when one of them fails or is cancelled.
    public var afterFailed = AfterFailed.cancel
    /// The batch whose member it is.
    public var batch: UUID?
    /// Waits for its batch to end.
    var isCallback = false

    public init(
        id: JobID, tenant: UUID, definition: JobDefinition, payload: [UInt8], priority: Int = NewJob.defaultPriority,
        runAt: Date? = nil, trace: TraceContext = TraceContext()
    ) {
        self.id = id
        self.tenant = tenant
        kind = definition.kind
        queue = definition.queue
        self.payload = payload
        self.priority = priority
        self.runAt = runAt
        timeout = definition.timeout
        maxAttempts = definition.maxAttempts
        self.trace = trace
    }

    public static let defaultPriority = 4

    public var status: JobStatus { runAt == nil && !waits ? .queued : .scheduled }

    /// Whether it waits for others, so that it is not offered to the dispatcher yet.
    public var waits: Bool { !after.isEmpty || isCallback }

    /// How the dispatcher hears of it.
    public var offer: Offer {
        Offer(
            id: id, queue: queue, tenant: tenant, lane: Lane(kind: kind, limitKey: limitKey), priority: priority,
            runAt: runAt)
    }
}

/// What becomes of a job when one that it follows fails or is cancelled.
public enum AfterFailed: String, Sendable, Codable, CaseIterable {
    /// It is cancelled, with the error `parent_failed`.
    case cancel
    /// It runs all the same, once all of them are settled.
    case run
}
