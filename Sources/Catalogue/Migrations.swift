import Accounts
public import Postgres
import Scans
import Storage

/// Every table of every room, in the order in which they are made.
public enum Migrations {
    public static let all = StorageMigrations.all + AccountMigrations.all + ScanMigrations.all

    /// Brings a database up to this program's version; any number of processes may do it at once.
    /// - Parameter url: of a user who may create roles and tables.
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
            await database.close()
            throw error
        }
    }
}
