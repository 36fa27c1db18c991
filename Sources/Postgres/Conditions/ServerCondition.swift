/// The state of a PostgreSQL server, or of the way to it, that keeps statements from running whatever they say.
///
/// What an error says of the statement itself (a missing table, a violated constraint) is none.
public enum ServerCondition: String, Sendable, Hashable, CaseIterable {
    // The way to the server, and who we are there.
    case settingInvalid = "setting_invalid"
    case hostUnknown = "host_unknown"
    case connectionRefused = "connection_refused"
    case unreachable
    case notPostgres = "not_postgres"
    case tlsUnsupported = "tls_unsupported"
    case tlsFailed = "tls_failed"
    case authorityMissing = "tls_authority_missing"
    case certificateUntrusted = "tls_certificate_untrusted"
    case certificateForAnotherHost = "tls_certificate_for_another_host"
    case clientCertificate = "tls_client_certificate"
    case passwordMissing = "password_missing"
    case passwordWrong = "password_wrong"
    case notAdmitted = "not_admitted"
    case roleUnknown = "role_unknown"
    case databaseUnknown = "database_unknown"
    case connectForbidden = "connect_forbidden"
    case poolerUnfit = "pooler_unfit"
    /// The login may not enter the roles that a connection serves with.
    case roleForbidden = "role_forbidden"
    /// The roles or tables are not there yet.
    case notMigrated = "not_migrated"

    // What passes, by itself or by an operator's doing.
    case connectionsExhausted = "connections_exhausted"
    case starting
    case stopping
    case readOnly = "read_only"
    case diskFull = "disk_full"
    case memoryExhausted = "memory_exhausted"
    case limitExceeded = "limit_exceeded"
    case storageFailed = "storage_failed"
    case connectionLost = "connection_lost"
    case timedOut = "timed_out"
    /// Every connection of this process is held by other work.
    case poolExhausted = "pool_exhausted"
    /// A conflict with other transactions: serialization, deadlock.
    case conflict
    /// Given up at `lock_timeout`: other sessions hold what a statement needs.
    case lockTimedOut = "lock_timed_out"
    /// Given up at `statement_timeout`, or stopped by an operator.
    case stopped
    /// The server ended the session at `idle_in_transaction_session_timeout`.
    case idleInTransaction = "idle_in_transaction"
    /// The server ended the session at `transaction_timeout`.
    case transactionTimedOut = "transaction_timed_out"
    /// The server ended the session at `idle_session_timeout`.
    case idleSession = "idle_session"

    /// The same word in logs, `/readyz`, `flotilla doctor` and metrics: `postgres_read_only`.
    public var code: String { "postgres_\(rawValue)" }

    /// Whether it lasts until a person changes a setting or grants a right, so that trying again at once is in vain.
    public var needsOperator: Bool {
        switch self {
        case .settingInvalid, .hostUnknown, .notPostgres, .tlsUnsupported, .tlsFailed, .authorityMissing,
            .certificateUntrusted, .certificateForAnotherHost, .clientCertificate, .passwordMissing, .passwordWrong,
            .notAdmitted, .roleUnknown, .databaseUnknown, .connectForbidden, .poolerUnfit, .roleForbidden, .notMigrated:
            true
        case .connectionRefused, .unreachable, .connectionsExhausted, .starting, .stopping, .readOnly, .diskFull,
            .memoryExhausted, .limitExceeded, .storageFailed, .connectionLost, .timedOut, .poolExhausted, .conflict,
            .lockTimedOut, .stopped, .idleInTransaction, .transactionTimedOut, .idleSession:
            false
        }
    }

    /// Whether one statement can cause it where another, at the same time, would not meet it.
    public var mayBeOfOneStatement: Bool {
        switch self {
        case .memoryExhausted, .limitExceeded, .storageFailed, .conflict: true
        default: isOfOneTransaction
        }
    }

    /// Whether a limit of time, or an operator, ended one statement or transaction: the same again may take as long.
    var isOfOneTransaction: Bool {
        switch self {
        case .lockTimedOut, .stopped, .idleInTransaction, .transactionTimedOut: true
        default: false
        }
    }
}
