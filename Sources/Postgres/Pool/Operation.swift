import Synchronization

/// One thing asked of the server, and the caller who waits for it.
final class Operation: Sendable {
    enum Work: Sendable {
        /// Queries of one transaction, through the extended protocol.
        case unit([Query])
        /// Statements separated by semicolons, through the simple protocol.
        case script(String)
        /// A `copy … from stdin` statement and all its data.
        case copy(String, [UInt8])
    }

    let work: Work
    let limits: Limits
    let promise = Promise<[ResultSet]>()
    private let resent = Atomic(false)

    init(_ work: Work, limits: Limits) {
        self.work = work
        self.limits = limits
    }

    /// True once: a unit that only its connection's prepared statements made fail may be sent again, but not for ever.
    func mayBeSentAgain() -> Bool {
        !resent.exchange(true, ordering: .relaxed)
    }

    /// When something is to be done about it once it was sent.
    var nextLimit: ContinuousClock.Instant {
        promise.isFinished ? limits.abandonBy : limits.answerBy
    }
}
