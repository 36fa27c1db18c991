import Foundation

/// The end of one run of a job, as it is to be written: fenced by the claim's token.
public struct Settlement: Sendable {
    public let claim: Claim
    public let tenant: UUID
    /// Whether a unique key has to be given back.
    public let isUnique: Bool
    /// Whether a place under a limit may have to be given back.
    public let isLimited: Bool
    /// When and by whom the job was begun, if that was before its claim was written.
    public let start: UnclaimedStart?
    public let transition: Transition
    public let effects: [any Effect]
    public let followUps: [NewJob]

    public init(
        claim: Claim, tenant: UUID, isUnique: Bool, isLimited: Bool = false, start: UnclaimedStart? = nil,
        transition: Transition, effects: [any Effect] = [], followUps: [NewJob] = []
    ) {
        self.isLimited = isLimited
        self.start = start
        self.claim = claim
        self.tenant = tenant
        self.isUnique = isUnique
        self.transition = transition
        self.effects = effects
        self.followUps = followUps
    }
}

/// What becomes of the job's row.
public enum Transition: Sendable {
    /// JSON.
    case succeeded(result: [UInt8])
    /// To run again after the delay; `end` says what ended this attempt, and by that what counts.
    case retry(after: Duration, error: JobError, end: AttemptEnd)
    case failed(JobError, end: AttemptEnd)
    case snoozed(until: Date, reason: String)
    /// Back into the queue at once.
    case requeued(end: AttemptEnd, error: JobError?)
    case cancelled

    public var status: JobStatus {
        switch self {
        case .succeeded: .succeeded
        case .retry: .retrying
        case .failed: .failed
        case .snoozed: .scheduled
        case .requeued: .queued
        case .cancelled: .cancelled
        }
    }

    /// What callers see as the job's error.
    public var error: JobError? {
        switch self {
        case .retry(_, let error, _), .failed(let error, _): error
        case .requeued(_, let error): error
        case .snoozed(_, let reason): JobError(code: "snoozed", message: reason)
        case .cancelled: .cancelled
        case .succeeded: nil
        }
    }

    public var end: AttemptEnd {
        switch self {
        case .succeeded: .succeeded
        case .retry(_, _, let end), .failed(_, let end), .requeued(let end, _): end
        case .snoozed: .snoozed
        case .cancelled: .cancelled
        }
    }
}

/// How one attempt ended; kept with each attempt.
public enum AttemptEnd: String, Sendable, Codable, CaseIterable {
    case succeeded
    /// The handler reported or threw an error.
    case error
    case timedOut = "timed_out"
    /// The executor process ended under the job.
    case crashed
    /// The executor process took more memory than it may, and was ended for it.
    case outOfMemory = "out_of_memory"
    /// Nothing was heard of the worker for a lease.
    case lost
    case snoozed
    /// Handed back unfinished, or claimed and never started.
    case released
    case cancelled
    /// Not run: the kind is unknown, the payload does not decode, or the job expired.
    case refused

    public var countsAsError: Bool { self == .error || self == .timedOut }
    public var countsAsCrash: Bool { endsExecutor || self == .lost }
    /// Whether the executor went with it: a job that was alone in there is to blame.
    public var endsExecutor: Bool { self == .crashed || self == .outOfMemory }

    /// What stands in a job that was ended from outside; nil where its own error does, or none.
    /// - Parameter alone: whether it had the executor to itself.
    public func error(alone: Bool) -> JobError? {
        switch self {
        case .timedOut: .timedOut
        case .crashed: alone ? .crashedAlone : .crashed
        case .outOfMemory: alone ? .outOfMemoryAlone : .outOfMemory
        case .lost: .lost
        case .cancelled: .cancelled
        case .succeeded, .error, .snoozed, .released, .refused: nil
        }
    }
}
