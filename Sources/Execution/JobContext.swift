import Foundation
import Jobs

/// What a handler knows of the job it runs.
public struct JobContext: Sendable {
    public let id: JobID
    public let tenant: UUID
    public let kind: JobKind
    /// 1 for the first.
    public let attempt: Int
    public let createdAt: Date
    /// When the time limit ends.
    public let deadline: ContinuousClock.Instant
    public let trace: TraceContext
    /// What an earlier attempt saved.
    public let checkpoint: [UInt8]?

    public init(
        id: JobID, tenant: UUID, kind: JobKind, attempt: Int, createdAt: Date, deadline: ContinuousClock.Instant,
        trace: TraceContext, checkpoint: [UInt8]?
    ) {
        self.id = id
        self.tenant = tenant
        self.kind = kind
        self.attempt = attempt
        self.createdAt = createdAt
        self.deadline = deadline
        self.trace = trace
        self.checkpoint = checkpoint
    }

    public init(_ job: ClaimedJob, deadline: ContinuousClock.Instant) {
        self.init(
            id: job.claim.id, tenant: job.tenant, kind: job.kind, attempt: job.attempt, createdAt: job.createdAt,
            deadline: deadline, trace: job.trace, checkpoint: job.checkpoint)
    }
}
