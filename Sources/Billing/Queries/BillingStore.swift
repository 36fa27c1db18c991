public import Postgres
public import Storage

/// Plans, subscriptions, invoices and payments, in PostgreSQL.
public struct BillingStore: Sendable {
    let database: TenantDatabase
    /// Accepts the jobs of runs and payments.
    let jobs: PostgresJobStore

    public init(database: TenantDatabase, jobs: PostgresJobStore) {
        self.database = database
        self.jobs = jobs
    }

    /// Sees every school's rows.
    static let operators = "flotilla_dispatcher"
}

extension Query {
    /// From here on, the transaction acts for every school.
    static let enterOperators: Query = "select set_config('role', 'flotilla_dispatcher', true)"

    /// Who the audit log says made the changes of this transaction.
    static func act(as actor: BillingActor) -> Query {
        "select set_config('flotilla.actor', \(actor.description), true)"
    }
}
