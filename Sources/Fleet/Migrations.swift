import Assembly
public import Postgres

/// What `flotilla migrate` does.
public enum Migrations {
    /// Brings a database up to this program's version; any number of processes may do it at once. The kinds of jobs are
    /// registered with it, before any worker runs.
    /// - Parameters:
    ///   - url: of a role that may create tables; and roles, unless they are there and it is a member of them.
    ///   - includingBench: whether the bench kinds are registered too.
    /// - Throws: `MissingRights`, `MigrationError`, `PostgresError`.
    public static func apply(to url: String, includingBench: Bool = false) async throws -> MigrationSet {
        try await migration(includingBench: includingBench).apply(to: url)
    }

    /// What `apply` would apply now; changes nothing.
    /// - Parameter url: of the same role.
    /// - Throws: `MissingRights`, `MigrationError`, `PostgresError`.
    public static func missing(from url: String) async throws -> MigrationSet {
        try await migration(includingBench: false).missing(from: url)
    }

    /// The functions that a newer version of the programs brought, with its number: `apply` leaves them as they are.
    /// - Parameter url: of the same role, on a database that was migrated.
    /// - Throws: `MissingRights`, `PostgresError`.
    public static func newer(at url: String) async throws -> [(name: String, program: [Int])] {
        try await migration(includingBench: false).newer(at: url)
    }

    private static func migration(includingBench: Bool) -> DatabaseMigration {
        DatabaseMigration(
            migrations: Domains.migrations, definitions: Array(Domains.kinds(includingBench: includingBench).values))
    }
}
