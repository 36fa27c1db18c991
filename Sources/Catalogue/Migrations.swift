import Accounts
public import Postgres
import Scans
import Storage

/// Every table of every room, in the order in which they are made.
public enum Migrations {
    public static let all = StorageMigrations.all + AccountMigrations.all + ScanMigrations.all

    /// Brings a database up to this program's version; any number of processes may do it at once.
    /// - Parameter url: of a role that may create tables; and roles, unless they are there and it is a member of them.
    /// - Throws: `MissingRights`, `MigrationError`, `PostgresError`.
    public static func apply(to url: String) async throws -> [Migration] {
        var configuration = DatabaseConfiguration(url: url)
        configuration.applicationName = "flotilla-migrate"
        configuration.statementTimeout = nil
        configuration.sessionSetup = ["set search_path = public"]
        let database = try Database(configuration)
        do {
            let applied = try await Migrator(database).migrate(all)
            await database.close()
            return applied
        } catch {
            let missing = Self.lacksRight(error) ? try? await MissingRights.find(database) : nil
            await database.close()
            throw missing ?? error
        }
    }

    /// SQLSTATE 42501, insufficient privilege.
    private static func lacksRight(_ error: any Error) -> Bool {
        switch error {
        case MigrationError.failed(_, _, let error): error.sqlState == "42501"
        case let error as PostgresError: error.sqlState == "42501"
        default: false
        }
    }
}
