/// What a call on the database failed with.
///
/// `description` is safe to log: the kind, the SQLSTATE, and names out of the schema. The server's message, which may
/// quote values, is in `debugDescription` alone.
public struct PostgresError: Error, Sendable {
    public enum Kind: Sendable, Hashable {
        /// Nothing took effect: no connection within the limit, or the server ended it before it began the unit.
        case unavailable
        /// It was sent, then the connection was lost: it may have been committed.
        case connectionLost
        /// It was sent, and no answer came by the deadline: it may have been committed, or yet be.
        case timedOut
        /// The server refused it, and everything of its transaction is undone.
        case server(sqlState: String)
        /// A column does not hold what was asked for. The statement itself took effect.
        case decoding
        /// The statement or the configuration cannot be used as it is. Nothing was sent.
        case invalid
        /// The database, or the connection's scope, was closed. Nothing was sent.
        case closed
    }

    public let kind: Kind
    /// Why there is no connection, for `unavailable`; nil when that is not known.
    public let cause: ConnectionFailure?
    /// The violated constraint, for SQLSTATE class 23.
    public let constraint: String?
    /// Names of columns, types, settings: no values.
    let subject: String?
    let message: String?

    init(
        _ kind: Kind, subject: String? = nil, constraint: String? = nil, message: String? = nil,
        cause: ConnectionFailure? = nil
    ) {
        self.kind = kind
        self.cause = cause
        self.subject = subject
        self.constraint = constraint
        self.message = message
    }

    /// The same error with what is known of its cause.
    init(_ error: PostgresError, message: String?) {
        self.init(
            error.kind, subject: error.subject, constraint: error.constraint, message: error.message ?? message,
            cause: error.cause)
    }

    /// There is no connection, for this reason.
    init(_ failure: ConnectionFailure) {
        self.init(.unavailable, message: failure.detail, cause: failure)
    }

    /// A row holds what this version of the program cannot read.
    /// - Parameter what: names it, without its value: `a user's role`.
    public static func unreadable(_ what: String) -> PostgresError { PostgresError(.decoding, subject: what) }

    /// What a server that cannot be written answers to a statement that writes.
    public static let readOnly = PostgresError(.server(sqlState: "25006"))

    /// The five characters of PostgreSQL's error code, for an error of the server.
    public var sqlState: String? {
        if case .server(let sqlState) = kind { sqlState } else { nil }
    }

    /// The server's message where it can only name what the schema or the statement's text holds, and no value: errors of the
    /// SQLSTATE class 42, such as `relation "greetings" does not exist`.
    public var schemaMessage: String? {
        sqlState?.hasPrefix("42") == true ? message : nil
    }

    /// Whether the transaction may have been committed although the call failed.
    public var isOutcomeUnknown: Bool {
        switch kind {
        case .connectionLost, .timedOut: true
        case .unavailable, .server, .decoding, .invalid, .closed: false
        }
    }

    /// What the error says of the server or the way to it; nil when it is about the statement.
    public var condition: ServerCondition? {
        switch kind {
        case .unavailable: cause?.condition ?? .unreachable
        case .connectionLost: .connectionLost
        case .timedOut: .timedOut
        case .server(let state): ServerCondition(sqlState: state)
        case .decoding, .invalid, .closed: nil
        }
    }

    /// Whether nothing took effect and the same call may succeed if it is made again: no connection, or an error that is
    /// the server's state or a conflict. One that was given up at a limit of its own is not among them.
    public var isRetryable: Bool {
        switch kind {
        case .unavailable: true
        case .server: condition.map { !$0.isOfOneTransaction } ?? false
        case .connectionLost, .timedOut, .decoding, .invalid, .closed: false
        }
    }
}

extension PostgresError: CustomStringConvertible, CustomDebugStringConvertible {
    public var description: String {
        let kind =
            switch kind {
            case .unavailable: "database unavailable\(cause.map { " (\($0.condition.code))" } ?? "")"
            case .connectionLost: "database connection lost, outcome unknown"
            case .timedOut: "no answer from the database in time, outcome unknown"
            case .server(let sqlState): "database error \(sqlState)\(condition.map { " (\($0.code))" } ?? "")"
            case .decoding: "result cannot be decoded"
            case .invalid: "statement or configuration cannot be used"
            case .closed: "database closed"
            }
        return [kind, constraint.map { "constraint \"\($0)\"" }, subject].compactMap(\.self).joined(separator: ": ")
    }

    public var debugDescription: String {
        message.map { "\(description): \($0)" } ?? description
    }
}
