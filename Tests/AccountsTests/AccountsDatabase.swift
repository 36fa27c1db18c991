import Cryptography
import Foundation
import Postgres
import PostgresTestSupport

@testable import Accounts

/// A fresh database with the schema of accounts, and what this room's migration finds there.
enum AccountsDatabase {
    /// What the jobs' migration makes before.
    static let ground = """
        create schema if not exists flotilla;
        do $$
        declare role_name text;
        begin
            foreach role_name in array array['flotilla_dispatcher', 'flotilla_tenant'] loop
                begin
                    if not exists (select from pg_roles where rolname = role_name) then
                        execute format('create role %I nologin', role_name);
                    end if;
                exception when duplicate_object or unique_violation then null;
                end;
            end loop;
        end
        $$;
        grant usage on schema flotilla to flotilla_dispatcher, flotilla_tenant;
        create function flotilla.current_tenant() returns uuid language sql stable parallel safe
            return nullif(current_setting('flotilla.tenant', true), '')::uuid;
        """

    static func with<Value: Sendable>(_ body: @Sendable (Database) async throws -> Value) async throws -> Value {
        try await withTestDatabase { database in
            try await migrate(database)
            return try await body(database)
        }
    }

    static func migrate(_ database: Database) async throws {
        try await database.withConnection { try await $0.script(ground) }
        _ = try await Migrator(database).migrate(AccountMigrations.all)
    }

    /// A hash of some password.
    static let hash = "$2b$05$/OK.fbVrR/bpIqNJ5ianF.Sa7shbm4.OzKpvFnX1pQLmQW96oUlCq"

    static func newUser(_ email: String) throws -> NewUser {
        guard let address = EmailAddress(email) else { throw AccountError.wrongCredentials }
        return NewUser(id: UUID(), accountID: UUID(), email: address, passwordHash: hash, companyName: "École")
    }
}
