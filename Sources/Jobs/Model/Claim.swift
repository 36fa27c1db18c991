import Foundation

/// The right to settle one run of a job: a fresh random number per claim, demanded by every write of its outcome.
/// An attempt's number would not do: after a crash of PostgreSQL it can be given twice.
public struct ClaimToken: Hashable, Sendable {
    public let value: Int64

    public init(_ value: Int64) { self.value = value }

    public static func random() -> ClaimToken { ClaimToken(Int64.random(in: .min ... .max)) }

    /// Many at once: the system is asked for one number, from which the others are derived, all different (SplitMix64:
    /// Steele, Lea and Flood, "Fast Splittable Pseudorandom Number Generators", OOPSLA 2014).
    public static func random(_ count: Int) -> [ClaimToken] {
        var state = UInt64.random(in: .min ... .max)
        return (0..<count).map { _ in
            state &+= 0x9e37_79b9_7f4a_7c15
            var word = state
            word = (word ^ word >> 30) &* 0xbf58_476d_1ce4_e5b9
            word = (word ^ word >> 27) &* 0x94d0_49bb_1331_11eb
            return ClaimToken(Int64(bitPattern: word ^ word >> 31))
        }
    }
}

/// A job and the token of the claim that is meant.
public struct Claim: Hashable, Sendable {
    public let id: JobID
    public let token: ClaimToken

    public init(id: JobID, token: ClaimToken) {
        self.id = id
        self.token = token
    }
}

/// An id that the dispatcher gave to a worker: leased, not yet claimed.
public struct TakenJob: Sendable, Hashable {
    public let claim: Claim
    public let queue: QueueName
    public let tenant: UUID
    public let lane: Lane
    public let priority: Int
    /// Whether a limit may hold for it: then the store has the last word on its claim.
    public let isLimited: Bool

    public init(
        claim: Claim, queue: QueueName, tenant: UUID, lane: Lane, priority: Int, isLimited: Bool = false
    ) {
        self.isLimited = isLimited
        self.claim = claim
        self.queue = queue
        self.tenant = tenant
        self.lane = lane
        self.priority = priority
    }
}

/// A job that a worker holds and may run.
public struct ClaimedJob: Sendable {
    public let claim: Claim
    public let tenant: UUID
    public let kind: JobKind
    public let queue: QueueName
    /// Empty when it is too large for an executor, or the job a suspect that is to run alone.
    public let payload: [UInt8]
    /// 1 for the first.
    public let attempt: Int
    /// Attempts that ended in an error so far.
    public let errors: Int
    public let crashes: Int
    public let maxAttempts: Int
    public let timeout: Duration
    public let isUnique: Bool
    /// Whether it may count under a limit.
    public let isLimited: Bool
    public let checkpoint: [UInt8]?
    /// From when on it could have run.
    public let readyAt: Date
    public let createdAt: Date
    public let expiresAt: Date?
    public let trace: TraceContext
    /// The batch whose member it is.
    public let batch: UUID?
    /// nil when it is claimed.
    public let start: UnclaimedStart?

    public init(
        claim: Claim, tenant: UUID, kind: JobKind, queue: QueueName, payload: [UInt8], attempt: Int, errors: Int,
        crashes: Int, maxAttempts: Int, timeout: Duration, isUnique: Bool, checkpoint: [UInt8]?, createdAt: Date,
        readyAt: Date,
        expiresAt: Date?, trace: TraceContext, batch: UUID? = nil, isLimited: Bool = false, start: UnclaimedStart? = nil
    ) {
        self.isLimited = isLimited
        self.start = start
        self.claim = claim
        self.tenant = tenant
        self.kind = kind
        self.queue = queue
        self.payload = payload
        self.attempt = attempt
        self.errors = errors
        self.crashes = crashes
        self.maxAttempts = maxAttempts
        self.timeout = timeout
        self.isUnique = isUnique
        self.checkpoint = checkpoint
        self.createdAt = createdAt
        self.readyAt = readyAt
        self.expiresAt = expiresAt
        self.trace = trace
        self.batch = batch
    }
}

extension ClaimedJob {
    /// What becomes of it.
    public func settlement(
        _ transition: Transition, effects: [any Effect] = [], followUps: [NewJob] = []
    ) -> Settlement {
        Settlement(
            claim: claim, tenant: tenant, isUnique: isUnique, isLimited: isLimited, start: start,
            transition: transition, effects: effects, followUps: followUps)
    }

    /// How often an executor ended under a job before it runs alone.
    public static let suspicion = 2
}
