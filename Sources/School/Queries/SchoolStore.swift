public import Postgres

/// Classes, learning paths, revision, conversations and appointments, in PostgreSQL. What commits with jobs is given as statements: the caller has the jobs.
public struct SchoolStore: Sendable {
    let database: TenantDatabase
    /// Sees every school's rows.
    static let operators = "flotilla_dispatcher"

    public init(database: TenantDatabase) { self.database = database }
}
