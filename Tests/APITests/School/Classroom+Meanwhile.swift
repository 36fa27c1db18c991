import Postgres
import PostgresTestSupport
import TestSupport
import Testing

extension Classroom {
    /// What comes of something that waits for a transaction, which commits as soon as it does.
    /// - Parameters:
    ///   - statement: what the transaction does.
    ///   - entry: says as whom.
    func meanwhile<Value: Sendable>(
        _ statement: Query, after entry: Query, _ body: @escaping @Sendable () async throws -> Value
    ) async throws -> Value {
        try await withDatabase(.init(url: api.databaseURL)) { owner in
            try await owner.withConnection { connection in
                for query in ["begin", entry, statement] as [Query] { _ = try await connection.query(query) }
                let rows = try await connection.query("select pg_backend_pid() as pid").rows
                let holder = try rows[0].decode("pid", as: Int32.self)
                let waiting = Task { try await body() }
                let waits = try await eventually(within: .seconds(20)) {
                    try await owner.query(
                        """
                        select exists (
                            select from pg_locks where not granted and \(holder) = any (pg_blocking_pids(pid))) as waits
                        """
                    ).rows[0].decode("waits", as: Bool.self)
                }
                #expect(waits, "one waits for the other")
                _ = try await connection.query("commit")
                return try await waiting.value
            }
        }
    }
}
