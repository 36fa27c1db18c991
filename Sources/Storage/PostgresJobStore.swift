public import Postgres

/// Jobs in PostgreSQL.
///
/// Its connections run as the role `flotilla_dispatcher`. Statements that a handler or a request of one tenant causes
/// run as `flotilla_tenant`, in the same transaction, once the transaction has named the tenant.
public struct PostgresJobStore: Sendable {
    let database: Database

    public init(database: Database) {
        self.database = database
    }
}

extension Query {
    /// From here on, the transaction moves jobs again.
    public static var enterDispatcher: Query { "select set_config('role', 'flotilla_dispatcher', true)" }
}
