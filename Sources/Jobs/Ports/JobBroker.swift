import Foundation

/// The dispatcher: says which job runs next and who holds it. All that it knows can be made again from the store.
/// Implementations keep these promises (the broker suite tests them): offering twice changes nothing; an id is
/// leased to one claim at a time; operations are atomic.
public protocol JobBroker: Sendable {
    /// What it does beyond that.
    var abilities: BrokerAbilities { get }

    /// Makes jobs known; those that are ready wake a waiting worker.
    func offer(_ offers: [Offer]) async throws

    /// Takes up to `tokens.count` jobs of the kinds given, in the order that is due, and leases them.
    func take(
        from queue: QueueName, kinds: [JobKind], tokens: [ClaimToken], session: WorkerSession.ID, lease: Duration
    ) async throws -> [TakenJob]

    /// Returns when a job of the queue may be ready, or after the time given.
    func waitForWork(in queue: QueueName, for time: Duration) async throws

    /// Asserts everything that a session holds in a queue: absent leases are made again, leases of the session
    /// beyond the list are dropped. Returns the claims that another token holds.
    func extend(
        _ jobs: [TakenJob], in queue: QueueName, session: WorkerSession.ID, lease: Duration
    ) async throws -> [Claim]

    /// Ends leases: the jobs are settled, were refused, or belong to another claim.
    func settle(_ ended: [EndedLease], in queue: QueueName) async throws

    /// Leases whose deadline has passed, the longest gone first; nothing is changed.
    /// - Parameter skipping: how many of them were looked at already and stay.
    func reap(_ queue: QueueName, skipping: Int, limit: Int) async throws -> [Claim]

    /// Those of the claims that hold a live lease.
    func live(_ claims: [Claim], in queue: QueueName) async throws -> Set<Claim>

    /// Ends the leases of these claims and puts their jobs back into their lines.
    func release(_ claims: [Claim], in queue: QueueName) async throws

    /// Makes ready what has become due; returns how many jobs that were.
    func promote(_ queue: QueueName, limit: Int) async throws -> Int

    func stats(of queue: QueueName) async throws -> QueueStats
}

/// What some dispatchers do and others do not.
public struct BrokerAbilities: OptionSet, Sendable {
    public let rawValue: Int

    public init(rawValue: Int) { self.rawValue = rawValue }

    /// Leases are its own and have deadlines: without them a claim is the row's, and its session's silence ends it.
    public static let leases = BrokerAbilities(rawValue: 1)
    /// Offers with a time are kept until it comes: without it the store's times decide.
    public static let dueTimes = BrokerAbilities(rawValue: 2)
    /// A tenant's share is measured in slot-time: without it tenants are served in turn.
    public static let slotTime = BrokerAbilities(rawValue: 4)
    /// An offer wakes a waiting worker of another process at once: without it the worker looks now and then.
    public static let wakes = BrokerAbilities(rawValue: 8)
}

/// An error or an unusable answer of the dispatcher's server, of whatever kind: the dispatcher counts as away. Errors of the
/// store do not conform.
public protocol DispatcherFailure: Error {}

/// A lease that ends, and the slot-time that the job really used (zero: it never ran).
public struct EndedLease: Sendable, Hashable {
    public let claim: Claim
    public let slotTime: Duration

    public init(claim: Claim, slotTime: Duration) {
        self.claim = claim
        self.slotTime = slotTime
    }
}

/// What the dispatcher knows of a queue.
public struct QueueStats: Sendable, Hashable {
    public var ready: Int
    public var leased: Int
    public var due: Int
    public var tenants: Int

    public init(ready: Int, leased: Int, due: Int, tenants: Int) {
        self.ready = ready
        self.leased = leased
        self.due = due
        self.tenants = tenants
    }
}
