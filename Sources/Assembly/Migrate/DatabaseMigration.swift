public import Jobs
public import Postgres
import Storage

/// Brings a database up to a program's version: its tables, and the kinds of jobs that it knows.
public struct DatabaseMigration: Sendable {
    let migrations: MigrationSet
    let definitions: [JobDefinition]

    /// - Parameters:
    ///   - migrations: all of them, the core's among them, in the order of their versions.
    ///   - definitions: the kinds that are registered.
    public init(migrations: MigrationSet, definitions: [JobDefinition]) {
        self.migrations = migrations
        self.definitions = definitions
    }

    /// For a program with domains of its own, beside those of the fleet or without them.
    init(domains: [any FleetDomain.Type]) {
        self.init(
            migrations: domains.reduce(StorageMigrations.all) { $0 + $1.migrations },
            definitions: domains.flatMap { $0.definitions })
    }

    /// Any number of processes may do it at once.
    /// - Parameter url: of a role that may create tables; and roles, unless they are there and it is a member of them.
    /// - Returns: what this call applied.
    /// - Throws: `MissingRights`, `MigrationError`, `PostgresError`.
    public func apply(to url: String) async throws -> MigrationSet {
        try await withDatabase(at: url) { database in
            let applied = try await Self.migrator(database).migrate(migrations)
            try await PostgresJobStore(database: database).register(definitions)
            return applied
        }
    }

    /// What `apply` would apply now; changes nothing.
    /// - Throws: `MissingRights`, `MigrationError`, `PostgresError`.
    public func missing(from url: String) async throws -> MigrationSet {
        try await withDatabase(at: url) { try await Self.migrator($0).missing(migrations) }
    }

    /// The functions that a newer program brought, with its version: `apply` leaves them as they are.
    /// - Throws: `PostgresError`; 42P01 when nothing was ever migrated.
    public func newer(at url: String) async throws -> [(name: String, program: [Int])] {
        try await withDatabase(at: url) { try await Self.migrator($0).newer(migrations.functions) }
    }

    private static func migrator(_ database: Database) -> Migrator {
        Migrator(database, program: Version.numbers)
    }

    private func withDatabase<Value: Sendable>(
        at url: String, _ body: (Database) async throws -> Value
    ) async throws -> Value {
        var configuration = DatabaseConfiguration(url: url)
        configuration.applicationName = "flotilla-migrate"
        configuration.statementTimeout = nil
        configuration.sessionSetup = ["set search_path = public"]
        let database = try Database(configuration)
        do {
            let value = try await body(database)
            await database.close()
            return value
        } catch {
            let missing = Self.lacksRight(error) ? try? await MissingRights.find(database) : nil
            await database.close()
            throw missing ?? error
        }
    }

    /// SQLSTATE 42501, insufficient privilege.
    private static func lacksRight(_ error: any Error) -> Bool {
        switch error {
        case MigrationError.failed(_, _, let error), MigrationError.functionFailed(_, let error):
            error.sqlState == "42501"
        case let error as PostgresError: error.sqlState == "42501"
        default: false
        }
    }
}
