import Accounts
import Assembly
import Foundation
import Operations
import Postgres
import Scans
import Storage

/// What lists are read from: connections of their own, so that no list waits before an enqueue or a sign-in, and with a
/// limit to what one statement may take.
struct ListStores: Sendable {
    let jobs: PostgresJobStore
    let scans: ScanStore
    let schedules: ScheduleStore
    let accounts: AccountStore
    private let gate = ListGate()

    init(databaseURL: Secret) throws {
        let database = try Connections.database(
            url: databaseURL, name: "api-lists", shared: 2, callDeadline: .seconds(5), statementLimit: .seconds(1))
        jobs = PostgresJobStore(database: database)
        // Also those of scans: what a list may read is held to its bound by an index, whatever the planner knows.
        scans = ScanStore(database: TenantDatabase(database), jobs: jobs)
        schedules = ScheduleStore(database: database)
        accounts = AccountStore(database: TenantDatabase(database))
    }

    /// In turn with the lists of others.
    func read<Value>(by principal: Principal, _ body: (ListStores) async throws -> Value) async throws -> Value {
        try await gate.run(for: principal.tenant) { try await body(self) }
    }
}
