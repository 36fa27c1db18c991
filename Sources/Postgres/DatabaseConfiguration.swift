/// How to reach a database and how long to wait for it.
public struct DatabaseConfiguration: Sendable {
    /// A libpq connection URI or keyword string, passed through: several hosts, `target_session_attrs`, `sslmode`, …
    public var url: String
    /// Shown by `pg_stat_activity`.
    public var applicationName: String?
    /// Run in one transaction on each new connection before it serves, such as `set role …`.
    public var sessionSetup: [Query] = []

    /// Connections that all callers of `execute` share; opened as the load asks for them.
    public var sharedConnections = 2
    /// Connections held by one caller each; opened on demand and kept.
    public var maximumExclusiveConnections = 4
    /// How long `withConnection` waits for its turn.
    public var exclusiveWait = Duration.seconds(10)

    /// One attempt: names, TCP, TLS, authentication and `sessionSetup`.
    public var connectTimeout = Duration.seconds(5)
    /// How long a unit waits for a connection before it fails as unavailable.
    public var connectionWait = Duration.seconds(5)
    /// The server's own limit per statement, `statement_timeout`; nil leaves the server's default.
    public var statementTimeout: Duration? = .seconds(30)
    /// The server's own limit per wait for a row or a table that others hold, `lock_timeout`; past it a statement fails
    /// with SQLSTATE 55P03. nil leaves the server's default.
    public var lockTimeout: Duration?
    /// From the call to the answer; past it the connection is thrown away. Keep it above `statementTimeout`.
    public var commandDeadline = Duration.seconds(60)
    /// The same for calls that name no deadline of their own, for whose callers `commandDeadline` is too long: past it
    /// they fail as `timedOut`, and a shared connection goes on serving its other callers; nil is `commandDeadline`.
    public var callDeadline: Duration?

    /// TCP keepalive: the idle time before the first probe, the time between probes, and the probes that may be lost.
    public var keepaliveIdle = Duration.seconds(10)
    public var keepaliveInterval = Duration.seconds(5)
    public var keepaliveCount = 3
    /// How long sent bytes may stay unacknowledged (`TCP_USER_TIMEOUT`), which also bounds a TCP connect.
    public var tcpUserTimeout = Duration.seconds(20)

    public init(url: String) {
        self.url = url
    }
}

/// Says nothing of itself: the URL may hold a password.
extension DatabaseConfiguration: CustomStringConvertible, CustomDebugStringConvertible {
    public var description: String { "DatabaseConfiguration" }
    public var debugDescription: String { description }
}
