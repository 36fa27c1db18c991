public import Foundation

/// A job as callers see it: its row, and the attempts before the one in the row.
public struct JobRecord: Sendable {
    public let id: JobID
    public let tenant: UUID
    public let kind: JobKind
    public let queue: QueueName
    public let status: JobStatus
    public let priority: Int
    public let attempt: Int
    public let errors: Int
    public let crashes: Int
    public let maxAttempts: Int
    public let timeout: Duration
    public let createdAt: Date
    public let runAt: Date?
    public let startedAt: Date?
    /// When the job was settled; nil before.
    public let finishedAt: Date?
    public let error: JobError?
    /// JSON.
    public let result: [UInt8]?
    public var attempts: [AttemptRecord]
    /// The batch whose member it is.
    public var batch: UUID?
    /// The jobs that it follows, with how they ended; nil in lists, where they are not read.
    public var after: [Dependency]?

    public init(
        id: JobID, tenant: UUID, kind: JobKind, queue: QueueName, status: JobStatus, priority: Int, attempt: Int,
        errors: Int, crashes: Int, maxAttempts: Int, timeout: Duration, createdAt: Date, runAt: Date?,
        startedAt: Date?, finishedAt: Date?, error: JobError?, result: [UInt8]?, attempts: [AttemptRecord]
    ) {
        self.id = id
        self.tenant = tenant
        self.kind = kind
        self.queue = queue
        self.status = status
        self.priority = priority
        self.attempt = attempt
        self.errors = errors
        self.crashes = crashes
        self.maxAttempts = maxAttempts
        self.timeout = timeout
        self.createdAt = createdAt
        self.runAt = runAt
        self.startedAt = startedAt
        self.finishedAt = finishedAt
        self.error = error
        self.result = result
        self.attempts = attempts
    }
}

/// A job that another one follows.
public struct Dependency: Sendable, Hashable {
    public let id: JobID
    /// How it ended when it counted for the follower; nil before.
    public let outcome: JobStatus?

    public init(id: JobID, outcome: JobStatus?) {
        self.id = id
        self.outcome = outcome
    }
}

/// One run of a job.
public struct AttemptRecord: Sendable {
    public let attempt: Int
    public let startedAt: Date?
    /// nil while it runs.
    public let finishedAt: Date?
    /// nil while it runs.
    public let end: AttemptEnd?
    public let error: JobError?
    /// The life of a worker that ran it.
    public let session: UUID?

    public init(
        attempt: Int, startedAt: Date?, finishedAt: Date?, end: AttemptEnd?, error: JobError?, session: UUID?
    ) {
        self.attempt = attempt
        self.startedAt = startedAt
        self.finishedAt = finishedAt
        self.end = end
        self.error = error
        self.session = session
    }
}

/// Which jobs a list shows, or a bulk operation changes.
public struct JobFilter: Sendable, Hashable, Codable {
    public var status: JobStatus?
    public var kind: JobKind?
    public var queue: QueueName?
    /// Further restricts what the reader may see.
    public var tenant: UUID?
    /// By the time in the id; from this moment on.
    public var createdAfter: Date?
    /// Before this moment.
    public var createdBefore: Date?
    public var errorCode: String?
    /// For lists alone, as what follows.
    public var batch: UUID?
    public var limitKey: String?
    public var uniqueKey: String?
    public var requestID: String?
    /// 32 hexadecimal digits.
    public var traceID: String?
    /// The life of a worker that has its current attempt.
    public var session: UUID?
    /// What members of the payload are.
    public var payload: [PayloadCondition]?
    /// Kinds that are left alone, for bulk operations alone.
    public var spared: Set<JobKind>?

    public init(status: JobStatus? = nil, kind: JobKind? = nil, queue: QueueName? = nil) {
        self.status = status
        self.kind = kind
        self.queue = queue
    }
}

extension JobFilter {
    /// Whether no index has what is asked for: a page then shows what the rows that it looked at have.
    public var isSearch: Bool {
        limitKey != nil || uniqueKey != nil || requestID != nil || traceID != nil || session != nil || payload != nil
    }
}

/// A member of a payload, as text.
public struct PayloadCondition: Sendable, Hashable, Codable {
    /// Names of members, or numbers of elements, from the outside in.
    public let path: [String]
    public let value: String

    public init(path: [String], value: String) {
        self.path = path
        self.value = value
    }
}

/// Whose jobs a reader may see.
public enum JobScope: Sendable {
    case tenant(UUID)
    /// Every tenant's: for operators.
    case everybody
}
