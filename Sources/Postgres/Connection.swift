import Synchronization

/// A connection that one caller holds, from `Database.withConnection`. Its operations run one after another.
///
/// When the calling task is cancelled, what runs is stopped on the server and the call throws `CancellationError`; the
/// connection is then closed with the scope. An operation that is not answered by its deadline ends the connection.
public final class Connection: Sendable {
    private let pool: Pool
    private let lease: Lease
    private let hasEnded = Atomic(false)

    init(pool: Pool, lease: Lease) {
        self.pool = pool
        self.lease = lease
    }

    /// Runs the queries in one trip: as one transaction of their own, or as part of the one that is open.
    @discardableResult
    public func execute(_ queries: [Query], deadline: Duration? = nil) async throws -> [ResultSet] {
        guard !queries.isEmpty else { return [] }
        return try await TransactionSettings.around(queries) { try await run(.unit($0), deadline: deadline) }
    }

    @discardableResult
    public func query(_ query: Query, deadline: Duration? = nil) async throws -> ResultSet {
        try await execute([query], deadline: deadline).first ?? ResultSet()
    }

    /// Runs statements separated by semicolons, without parameters, and drops their rows. Outside of an open
    /// transaction they are one, as far as they do not begin their own.
    public func script(_ sql: String, deadline: Duration? = nil) async throws {
        _ = try await run(.script(sql), deadline: deadline)
    }

    /// Sends rows in COPY's binary format, the fastest way to insert very many.
    /// - Parameters:
    ///   - table: a name, quoted where SQL needs it; never input.
    ///   - columns: their types must be exactly those of the rows' values.
    /// - Returns: the number of rows copied.
    @discardableResult
    public func copy(
        into table: String, columns: [String], _ rows: CopyRows, deadline: Duration? = nil
    ) async throws -> Int {
        let names = columns.map { "\"\($0)\"" }.joined(separator: ", ")
        return try await copy("copy \(table) (\(names)) from stdin (format binary)", rows.finished, deadline: deadline)
    }

    /// Sends data in any of COPY's formats, as the statement says.
    /// - Parameter statement: `copy … from stdin …`
    /// - Returns: the number of rows copied.
    @discardableResult
    public func copy(_ statement: String, _ data: [UInt8], deadline: Duration? = nil) async throws -> Int {
        try await run(.copy(statement, data), deadline: deadline).first?.affectedRows ?? 0
    }

    /// Runs `body` between `begin` and `commit`; when it throws, `rollback`, also in a task that was cancelled.
    @discardableResult
    public func transaction<Value: Sendable>(
        isolation: isolated (any Actor)? = #isolation, _ body: () async throws -> Value
    ) async throws -> Value {
        try await query("begin")
        let value: Value
        do {
            value = try await body()
        } catch {
            // When this fails the connection is lost, and the transaction with it: the first error says more.
            _ = try? await pool.executeRegardless(.unit(["rollback"]), on: lease)
            throw error
        }
        try await query("commit")
        return value
    }

    private func run(_ work: Operation.Work, deadline: Duration?) async throws -> [ResultSet] {
        guard !hasEnded.load(ordering: .relaxed) else { throw PostgresError(.closed) }
        return try await pool.execute(work, on: lease, deadline: deadline)
    }

    func end() {
        hasEnded.store(true, ordering: .relaxed)
        let lease = lease
        _ = pool.enter { $0.release(lease) }
    }
}
