public import Postgres

/// Classes, learning paths and revision, in PostgreSQL. What commits with jobs is given as statements: the caller has the jobs.
public struct SchoolStore: Sendable {
    let database: TenantDatabase

    public init(database: TenantDatabase) { self.database = database }
}
