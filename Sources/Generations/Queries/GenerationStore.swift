public import Postgres
public import Storage

/// Documents, generations and the ledger of calls, in PostgreSQL.
public struct GenerationStore: Sendable {
    let database: TenantDatabase
    /// Accepts the jobs.
    let jobs: PostgresJobStore

    public init(database: TenantDatabase, jobs: PostgresJobStore) {
        self.database = database
        self.jobs = jobs
    }

    /// Sees every tenant's rows.
    static let operators = "flotilla_dispatcher"
}
