import Reactor

/// A PostgreSQL database: a few connections that everyone shares, and a few that one caller holds at a time.
///
/// `execute` sends all of its queries and one Sync in one go, behind whatever other callers have under way on the same
/// connection: one round trip, one implicit transaction, and no `begin` or `commit`. An error undoes all of the unit and
/// nothing of its neighbours. Within a unit `set_config(…, true)` holds until its end and does not leak; what lasts for the
/// session (`set_config(…, false)`, `pg_advisory_lock`) would meet other callers and belongs into `withConnection`.
///
/// A unit that was sent is answered or runs into its deadline: cancelling the task does not take it back, since its
/// outcome counts. Statements that a caller may want to stop belong into `withConnection`.
public final class Database: Sendable {
    let pool: Pool

    /// Connects when first asked to do something.
    /// - Throws: `PostgresError` of kind `invalid` when the URL is not one.
    public init(_ configuration: DatabaseConfiguration) throws(PostgresError) {
        pool = try Pool(configuration, loop: EventLoop(name: "postgres"))
    }

    deinit {
        let pool = pool
        let isFirst = pool.shutTheDoor { $0.close(grace: .zero) {} }
        if isFirst { pool.loop.stop() }
    }

    /// Runs the queries as one unit, in one transaction.
    /// - Parameter deadline: from now to the answer; the configuration's when nil. Past it the call fails as `timedOut`.
    /// - Returns: one result set for each query.
    /// - Throws: `PostgresError`, or `CancellationError` when the task was cancelled before anything was sent.
    @discardableResult
    public func execute(_ queries: [Query], deadline: Duration? = nil) async throws -> [ResultSet] {
        guard !queries.isEmpty else { return [] }
        return try await TransactionSettings.around(queries) { try await pool.execute($0, deadline: deadline) }
    }

    /// Runs one query as a unit.
    @discardableResult
    public func query(_ query: Query, deadline: Duration? = nil) async throws -> ResultSet {
        try await execute([query], deadline: deadline).first ?? ResultSet()
    }

    /// Holds a connection of its own while `body` runs: for transactions of several trips, session locks, scripts,
    /// COPY, and statements that are stopped on the server when the task is cancelled.
    ///
    /// Afterwards a transaction left open is rolled back and session-level advisory locks are released. Other session
    /// state (`set`, `listen`) is the body's to undo.
    /// - Throws: what `body` throws; `PostgresError` of kind `unavailable` when there was no connection within
    ///   `exclusiveWait`.
    @discardableResult
    public func withConnection<Value: Sendable>(
        isolation: isolated (any Actor)? = #isolation, _ body: (Connection) async throws -> Value
    ) async throws -> Value {
        let connection = Connection(pool: pool, lease: try await pool.acquire())
        defer { connection.end() }
        return try await body(connection)
    }

    /// Connects by another URL from now on, such as one with a new password. The connections that there are serve until one
    /// by the new URL does, and end then with what is under way on them; while the server refuses it, it is tried again.
    /// - Throws: `PostgresError` of kind `invalid` when the URL is not one; nothing changes then.
    public func renew(url: String) throws(PostgresError) {
        var configuration = pool.configuration
        configuration.url = url
        let parameters = try ConnectionParameters(configuration)
        _ = pool.enter { $0.renew(parameters) }
    }

    /// Whether the last attempt to reach the database succeeded and a connection is left; false before the first.
    /// Connections are opened on demand, so a probe is a query now and then.
    public var isUp: Bool { pool.health.isUp }

    /// Why there is no connection; nil while there is one, and before the first attempt.
    public var failure: ConnectionFailure? { pool.health.failure }

    /// Asks whether the server answers and can be written.
    /// - Throws: `PostgresError`; `readOnly` when it answers and cannot be written.
    public func check(within limit: Duration) async throws {
        let row = try await query("select current_setting('transaction_read_only') = 'on'", deadline: limit).rows.first
        guard try row?.decode(0, as: Bool.self) == true else { return }
        _ = pool.enter { $0.leaveReadOnlyServer() }
        throw PostgresError.readOnly
    }

    /// The connections now; zeros once it is closed.
    public func statistics() async -> PoolStatistics {
        await withCheckedContinuation { waiter in
            let isOpen = pool.enter { waiter.resume(returning: $0.statistics) }
            if !isOpen { waiter.resume(returning: PoolStatistics()) }
        }
    }

    /// Refuses new calls, lets those under way end, then closes every connection.
    /// - Parameter grace: what is still under way by then fails as `connectionLost`.
    public func close(grace: Duration = .seconds(5)) async {
        await withCheckedContinuation { done in
            let isFirst = pool.shutTheDoor { $0.close(grace: grace) { done.resume() } }
            if !isFirst { done.resume() }
        }
        pool.loop.stop()
    }
}
