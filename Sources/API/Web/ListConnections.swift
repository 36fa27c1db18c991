import Accounts
import Assembly
import Operations
import Postgres
import Storage

/// What lists are read by: connections of their own, so that no list waits before an enqueue or a sign-in, and with a
/// limit to what one statement may take.
struct ListConnections: Sendable {
    let database: Database
    let jobs: PostgresJobStore
    /// With the planner of jobs: what a list may read is held to its bound by an index, whatever the planner knows.
    let domains: TenantDatabase
    private let gate = ListGate()

    init(databaseURL: Secret) throws {
        database = try Connections.database(
            url: databaseURL, name: "api-lists", shared: 2, callDeadline: .seconds(5), statementLimit: .seconds(1))
        jobs = PostgresJobStore(database: database)
        domains = TenantDatabase(database)
    }

    /// In turn with the lists of others.
    func read<Value>(by principal: Principal, _ body: () async throws -> Value) async throws -> Value {
        try await gate.run(for: principal.tenant, body)
    }
}
