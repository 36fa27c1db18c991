import Foundation

/// What an operator sets for a queue, a kind, the tenants or the limit keys. What is nil is left to a wider rule, or to what
/// the kind's program declared.
public struct LimitRule: Sendable, Hashable {
    /// Whom a rule is about.
    public struct Target: Sendable, Hashable {
        public let scope: LimitScope
        /// nil: jobs of every kind.
        public let kind: JobKind?
        /// The tenant (a UUID in lower case) or the limit key that is meant; nil: each of them.
        public let subject: String?

        public init(_ scope: LimitScope, kind: JobKind? = nil, subject: String? = nil) {
            self.scope = scope
            self.kind = kind
            self.subject = subject
        }
    }

    public let target: Target
    /// Jobs at once; `unlimited` lifts what a wider rule says.
    public var running: Int?
    /// Starts a second; `unlimited` lifts what a wider rule says.
    public var rate: Double?
    public var burst: Int?
    /// A tenant's share of the slot-time beside the others', who have 1.
    public var weight: Double?
    public var isPaused: Bool?

    public static let unlimited = -1

    public init(
        _ target: Target, running: Int? = nil, rate: Double? = nil, burst: Int? = nil, weight: Double? = nil,
        isPaused: Bool? = nil
    ) {
        self.target = target
        self.running = running
        self.rate = rate
        self.burst = burst
        self.weight = weight
        self.isPaused = isPaused
    }

    public var isEmpty: Bool { running == nil && rate == nil && weight == nil && isPaused == nil }
}

/// The rules of a queue as the dispatcher needs them: each complete, with what it inherits from wider ones filled in.
public struct QueueLimits: Sendable, Hashable {
    /// Rises with every change; 0: no rule was ever set.
    public let version: Int64
    public let rules: [LimitRule]
    public let weights: [UUID: Double]

    public init(version: Int64, rules: [LimitRule] = [], weights: [UUID: Double] = [:]) {
        self.version = version
        self.rules = rules
        self.weights = weights
    }

    public static let none = QueueLimits(version: 0)
}

/// A claim that counts under some limit, whichever worker runs it.
public struct LimitPermit: Sendable, Hashable {
    public let claim: Claim
    public let tenant: UUID
    public let lane: Lane

    public init(claim: Claim, tenant: UUID, lane: Lane) {
        self.claim = claim
        self.tenant = tenant
        self.lane = lane
    }
}
