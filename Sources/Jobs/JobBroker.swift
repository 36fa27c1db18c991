import Foundation

/// The dispatcher: says which job runs next and who holds it. All that it knows can be made again from the store.
/// Implementations keep these promises (the broker suite tests them): offering twice changes nothing; an id is
/// leased to one claim at a time; operations are atomic.
public protocol JobBroker: Sendable {
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

    /// Ends leases: the jobs are settled, were refused, or belong to somebody else.
    func settle(_ ended: [EndedLease], in queue: QueueName) async throws

    /// Leases whose deadline has passed; nothing is changed.
    func reap(_ queue: QueueName, limit: Int) async throws -> [Claim]

    /// Those of the claims that hold a live lease.
    func live(_ claims: [Claim], in queue: QueueName) async throws -> Set<Claim>

    /// Ends the leases of these claims and puts their jobs back into their lines.
    func release(_ claims: [Claim], in queue: QueueName) async throws

    /// Makes ready what has become due; returns how many jobs that were.
    func promote(_ queue: QueueName, limit: Int) async throws -> Int

    func stats(of queue: QueueName) async throws -> QueueStats
}

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
