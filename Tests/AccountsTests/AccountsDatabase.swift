import Cryptography
import Foundation
import Postgres
import PostgresTestSupport
import Storage

@testable import Accounts

/// A fresh database with the tables of accounts and those that they stand on.
enum AccountsDatabase {
    static func with<Value: Sendable>(_ body: @Sendable (Database) async throws -> Value) async throws -> Value {
        try await withTestDatabase(.with { $0.sessionSetup = ["set search_path = public, flotilla"] }) { database in
            try await migrate(database)
            return try await body(database)
        }
    }

    static func migrate(_ database: Database) async throws {
        _ = try await Migrator(database).migrate(StorageMigrations.all + AccountMigrations.all)
    }

    /// Whether another session of the database waits for a lock, within five seconds.
    /// - Parameter connection: as a role that sees the others.
    static func isLocked(_ connection: Connection) async throws -> Bool {
        let end = ContinuousClock.now + .seconds(5)
        repeat {
            let rows = try await connection.query(
                "select 1 from pg_stat_activity where wait_event_type = 'Lock' and datname = current_database()"
            ).rows
            if !rows.isEmpty { return true }
        } while ContinuousClock.now < end
        return false
    }

    /// A hash of some password.
    static let hash = "$2b$05$/OK.fbVrR/bpIqNJ5ianF.Sa7shbm4.OzKpvFnX1pQLmQW96oUlCq"

    static func newUser(_ email: String) throws -> NewUser {
        guard let address = EmailAddress(email) else { throw AccountError.wrongCredentials }
        return NewUser(id: UUID(), accountID: UUID(), email: address, passwordHash: hash, companyName: "École")
    }
}
