/// Which reply belongs to which unit, on a connection where many units are under way. Pure: replies in, events out.
///
/// A unit is a list of steps ended by one Sync. The server answers each step in order; after an error it skips what
/// is left of the unit, and the Sync's reply says that the transaction is over, committed when no step failed. An error
/// may also come in place of the Sync's success, from a constraint that was deferred to the commit
/// (PostgreSQL documentation, "Pipeline Mode" and "Extended Query").
struct Pipeline<Unit, Answer> {
    enum Step: Equatable {
        case prepare(StatementCache.Key)
        case query
        /// Makes sure that the session is the connection's own; its answer is not handed on.
        case session
    }

    enum Reply {
        case answered(Answer)
        /// - Parameter isFatal: the server ends the session with this and reads nothing more.
        case refused(PostgresError, isFatal: Bool)
        case skipped
        case synced
    }

    enum Event {
        case prepared(StatementCache.Key, succeeded: Bool)
        case finished(Unit, Result<[Answer], PostgresError>)
        case none
        /// The reply fits nothing that was sent: the connection is of no more use.
        case outOfStep
    }

    private struct Entry {
        let unit: Unit
        let steps: [Step]
        var next = 0
        var answers: [Answer] = []
        var failure: PostgresError?
        /// Whether the failure came before the Sync, so that nothing can have been committed.
        var failedBeforeSync = false

        mutating func receive(_ reply: Reply) -> Event {
            guard next < steps.count else {
                // Only an error of the commit itself may stand here.
                guard case .refused(let error, _) = reply else { return .outOfStep }
                failure = failure ?? error
                return .none
            }
            defer { next += 1 }
            let step = steps[next]
            switch (step, reply) {
            case (.query, .answered(let answer)):
                answers.append(answer)
            case (.session, .refused(let error, isFatal: false)) where error.sqlState == SessionGuard.sqlState:
                failure = PostgresError(.sharedSession)
                failedBeforeSync = true
            case (_, .refused(let error, _)):
                failure = failure ?? error
                failedBeforeSync = true
            case (_, .skipped), (_, .answered), (_, .synced):
                break
            }
            guard case .prepare(let key) = step else { return .none }
            if case .answered = reply { return .prepared(key, succeeded: true) }
            return .prepared(key, succeeded: false)
        }
    }

    private var entries = FIFO<Entry>()
    private var hasEnded = false

    var count: Int { entries.count }
    var isEmpty: Bool { entries.isEmpty }
    var units: some Sequence<Unit> { entries.lazy.map(\.unit) }

    mutating func append(_ unit: Unit, steps: [Step]) {
        entries.append(Entry(unit: unit, steps: steps))
    }

    mutating func receive(_ reply: Reply) -> Event {
        if case .refused(_, isFatal: true) = reply { hasEnded = true }
        if case .synced = reply { return finishFirst() }
        return entries.updateFirst { $0?.receive(reply) ?? .outOfStep } ?? .outOfStep
    }

    private mutating func finishFirst() -> Event {
        guard let entry = entries.popFirst() else { return .outOfStep }
        if let failure = entry.failure { return .finished(entry.unit, .failure(failure)) }
        guard entry.next == entry.steps.count else { return .outOfStep }
        return .finished(entry.unit, .success(entry.answers))
    }

    /// The connection is gone: what became of each unit that was under way, first to last.
    mutating func abandon() -> [(Unit, PostgresError)] {
        entries.takeAll().enumerated().map { index, entry in
            if entry.failedBeforeSync, let failure = entry.failure { return (entry.unit, failure) }
            // Behind the unit during which the server said goodbye nothing was begun.
            return (entry.unit, PostgresError(hasEnded && index > 0 ? .unavailable : .connectionLost))
        }
    }
}
