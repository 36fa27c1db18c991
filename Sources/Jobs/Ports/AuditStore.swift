import Foundation

/// What the auditor asks the store: open jobs in bounded pages, and how far back anything can still be open.
public protocol AuditStore: Sendable {
    /// Open jobs in the order of their ids, read in pages of `limit` rows.
    /// - Parameters:
    ///   - horizon: jobs that are due later than that from now stay away.
    ///   - age: what was minted, or changed hands, less than that ago stays away: its offer may be on the way to the
    ///     dispatcher.
    ///   - lease: how long a session is silent before its claims are over.
    func openWork(
        after cursor: JobID?, limit: Int, horizon: Duration, untouchedFor age: Duration, lease: Duration
    ) async throws -> OpenWork

    /// Which transactions there are now, and the smallest id of the moment `age` ago.
    func transactions(age: Duration) async throws -> TransactionHorizon

    /// Moves the low-water marks up to the first open job, at most to `bound`, reading at most `limit` rows in each
    /// partition. No transaction may be left that could commit a smaller id.
    func raiseLowWater(to bound: JobID, limit: Int) async throws
}

/// One page of open jobs.
public struct OpenWork: Sendable {
    /// Those that the dispatcher has to know.
    public let offers: [Offer]
    /// Those that run for sessions that are silent or gone.
    public let silent: [QueuedClaim]
    /// Where the next page begins; nil at the end.
    public let next: JobID?

    public init(offers: [Offer], silent: [QueuedClaim], next: JobID?) {
        self.offers = offers
        self.silent = silent
        self.next = next
    }
}

/// The transactions of the store at one moment.
public struct TransactionHorizon: Sendable, Hashable {
    /// All before it have ended.
    public let oldest: Int64
    /// None from it on had begun to write.
    public let newest: Int64
    /// The smallest id of a moment before.
    public let floor: JobID

    public init(oldest: Int64, newest: Int64, floor: JobID) {
        self.oldest = oldest
        self.newest = newest
        self.floor = floor
    }
}

/// Finds up to which id nothing can be inserted any more. An id that is younger than the age of the floors may belong to
/// a transaction that has not begun to write; an older one to a transaction that had begun when its floor was noted. So
/// a floor holds once all transactions of its moment have ended. A pure value.
public struct LowWaterBound: Sendable {
    /// More are not noted while one transaction stays open.
    private static let most = 64

    private var noted: [TransactionHorizon] = []
    private var bound: JobID?

    public init() {}

    /// - Returns: the smallest id that may still come; nil as long as nothing is known.
    public mutating func note(_ now: TransactionHorizon) -> JobID? {
        for earlier in noted where earlier.newest <= now.oldest { bound = max(bound ?? earlier.floor, earlier.floor) }
        noted.removeAll { $0.newest <= now.oldest }
        if noted.count < Self.most { noted.append(now) }
        return bound
    }
}
