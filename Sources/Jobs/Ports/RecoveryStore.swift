import Foundation

/// What the Enqueuer asks the store, to put back what the dispatcher lost. Everything comes in bounded pages.
public protocol RecoveryStore: Sendable {
    /// Open jobs as offers, in the order of their ids: the way to fill an empty dispatcher.
    /// Jobs that are due later than `horizon` from now stay away.
    func openJobs(after cursor: JobID?, limit: Int, horizon: Duration) async throws -> Page<Offer>

    /// Queued jobs minted between two ages: those whose offer may never have come.
    func queuedJobs(mintedBetween older: Duration, and younger: Duration, limit: Int) async throws -> [Offer]

    /// Jobs that became ready in transactions of SQL or by a retry, of whatever age: to be offered, then forgotten.
    func enqueued(limit: Int) async throws -> [JobID]
    func forget(enqueued ids: [JobID]) async throws

    /// Forgets unique keys whose period is over.
    /// - Returns: how many; as many as `limit` when there may be more.
    func forgetUniqueKeys(limit: Int) async throws -> Int

    /// Jobs that wait for a time up to `horizon` from now; those of the past last.
    func dueJobs(after cursor: DueCursor?, limit: Int, horizon: Duration) async throws -> DuePage

    /// Sessions that have been silent for a lease.
    func silentSessions(lease: Duration) async throws -> [WorkerSession.ID]

    /// Claims of sessions that have been silent for a lease.
    func silentClaims(after cursor: JobID?, limit: Int, lease: Duration) async throws -> Page<QueuedClaim>

    /// Those of the claims whose jobs run under them.
    func running(among claims: [Claim]) async throws -> Set<Claim>

    /// Forgets these sessions, those that are still silent. None of their claims may be left: what falls silent
    /// while the claims are looked through is not among them, and waits for the next time.
    func sweep(_ sessions: [WorkerSession.ID], lease: Duration) async throws

    /// Forgets answers that were kept for repeated requests and are older than a day.
    func forgetOldAnswers() async throws

    /// Makes the partitions of the days ahead.
    func ensurePartitions() async throws
}

/// One page of a walk over jobs in the order of their ids.
public struct Page<Item: Sendable>: Sendable {
    public let items: [Item]
    /// Where the next page begins; nil at the end.
    public let next: JobID?

    public init(items: [Item], next: JobID?) {
        self.items = items
        self.next = next
    }
}

/// A claim and the queue whose dispatcher knows about its lease.
public struct QueuedClaim: Sendable, Hashable {
    public let claim: Claim
    public let queue: QueueName

    public init(claim: Claim, queue: QueueName) {
        self.claim = claim
        self.queue = queue
    }
}

/// A place in the list of jobs that wait for a time.
public struct DueCursor: Sendable, Hashable {
    public let runAt: Date
    public let id: JobID

    public init(runAt: Date, id: JobID) {
        self.runAt = runAt
        self.id = id
    }
}

/// One page of that list.
public struct DuePage: Sendable {
    public let offers: [Offer]
    public let next: DueCursor?

    public init(offers: [Offer], next: DueCursor?) {
        self.offers = offers
        self.next = next
    }
}
