/// Which statements are prepared on one connection, and under which name.
///
/// A `Parse` may fail or be skipped, so a name is used by other units only once its `Parse` has been answered; until
/// then they send the statement unnamed, in the same trip. A prepared statement outlives the rollback of the unit that
/// prepared it (PostgreSQL's prepared statements are not transactional).
struct StatementCache {
    struct Key: Hashable {
        let sql: String
        let types: [UInt32]
    }

    enum Known {
        case named(String)
        /// Its `Parse` is under way in the unit of this number; within that unit the name may be used.
        case inFlight(String, unit: Int)
        case absent
    }

    private enum State {
        case prepared
        case preparing(unit: Int)
    }

    private struct Statement {
        let name: String
        var state: State
    }

    private let limit: Int
    private var statements: [Key: Statement] = [:]
    private var lastNumber = 0

    /// - Parameter limit: statements beyond this many are sent unnamed, so that text which varies cannot fill the
    ///   server's memory.
    init(limit: Int) {
        self.limit = limit
    }

    func known(_ key: Key) -> Known {
        guard let statement = statements[key] else { return .absent }
        switch statement.state {
        case .prepared: return .named(statement.name)
        case .preparing(let unit): return .inFlight(statement.name, unit: unit)
        }
    }

    /// Gives out a name for an absent statement, nil when there is no room.
    mutating func beginPreparing(_ key: Key, unit: Int) -> String? {
        guard statements.count < limit else { return nil }
        // A fresh number each time: a forgotten statement may still exist on the server under its old name.
        lastNumber += 1
        let name = "s\(lastNumber)"
        statements[key] = Statement(name: name, state: .preparing(unit: unit))
        return name
    }

    mutating func finishPreparing(_ key: Key, succeeded: Bool) {
        if succeeded {
            statements[key]?.state = .prepared
        } else {
            statements[key] = nil
        }
    }

    mutating func forget(_ key: Key) {
        statements[key] = nil
    }
}
