public import Foundation
public import Jobs

/// What a caller may say about a job beside its payload; what is nil is the kind's matter.
public struct JobOptions: Sendable {
    /// 0 (first) to 9 (last).
    public var priority: Int
    /// nil: at once.
    public var runAt: Date?
    /// Not worth starting after this.
    public var expiresAt: Date?
    public var timeout: Duration?
    public var maxAttempts: Int?
    /// At most one open job of the tenant and kind has this key.
    public var uniqueKey: String?
    /// Holds the key so long from now on, also when the job is settled before.
    public var uniqueFor: Duration?
    public var limitKey: String?
    /// Waits until these are settled: jobs of the same tenant.
    public var after: [JobID]
    /// What becomes of it when one of them fails or is cancelled.
    public var afterFailed: AfterFailed
    /// The batch that it joins, such as `context.batch`.
    public var inBatch: UUID?

    public init(
        priority: Int = NewJob.defaultPriority, runAt: Date? = nil, expiresAt: Date? = nil, timeout: Duration? = nil,
        maxAttempts: Int? = nil, uniqueKey: String? = nil, uniqueFor: Duration? = nil, limitKey: String? = nil,
        after: [JobID] = [], afterFailed: AfterFailed = .cancel, inBatch: UUID? = nil
    ) {
        self.priority = priority
        self.runAt = runAt
        self.expiresAt = expiresAt
        self.timeout = timeout
        self.maxAttempts = maxAttempts
        self.uniqueKey = uniqueKey
        self.uniqueFor = uniqueFor
        self.limitKey = limitKey
        self.after = after
        self.afterFailed = afterFailed
        self.inBatch = inBatch
    }
}

extension NewJob {
    /// A job of a typed payload: for a client, or for `JobSuccess.followUps`.
    /// - Throws: `JobError` with the code `payload_too_large`; `EncodingError`.
    public init<Payload: JobPayload>(
        id: JobID, tenant: UUID, payload: Payload, _ options: JobOptions = JobOptions()
    ) throws {
        let bytes = try payload.encoded()
        if let objection = JobError.objection(to: bytes, as: .payload) { throw objection }
        let waits = options.runAt.map { $0 > ServerClock.shared.now } ?? false
        self.init(
            id: id, tenant: tenant, definition: Payload.definition, payload: bytes, priority: options.priority,
            runAt: waits ? options.runAt : nil)
        if let timeout = options.timeout { self.timeout = timeout }
        if let maxAttempts = options.maxAttempts { self.maxAttempts = maxAttempts }
        expiresAt = options.expiresAt
        uniqueKey = options.uniqueKey
        uniqueFor = options.uniqueFor
        limitKey = options.limitKey
        after = options.after
        afterFailed = options.afterFailed
        batch = options.inBatch
    }
}
