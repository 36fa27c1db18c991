import Foundation
import Postgres
import PostgresTestSupport
import Testing

@testable import Accounts

@Suite("Who may do what with accounts")
struct AccountRightsTests {
    private static let denied = "42501"
    private static let checkViolated = "23514"

    /// The SQLSTATE with which a statement fails as a role, nil when it works.
    private static func failure(
        as role: String, tenant: UUID? = nil, _ query: Query, in database: Database
    ) async throws -> String? {
        do {
            let tenant = tenant?.uuidString ?? ""
            _ = try await database.execute([
                "select set_config('role', \(role), true), set_config('flotilla.tenant', \(tenant), true)", query,
            ])
            return nil
        } catch let error as PostgresError {
            return error.sqlState
        }
    }

    private static func count(as role: String, tenant: UUID?, _ query: Query, in database: Database) async throws -> Int
    {
        let tenant = tenant?.uuidString ?? ""
        let results = try await database.execute([
            "select set_config('role', \(role), true), set_config('flotilla.tenant', \(tenant), true)", query,
        ])
        return max(results[1].rows.count, results[1].affectedRows)
    }

    @Test("a tenant sees its own rows, and nothing when it forgot to say who it is")
    func walls() async throws {
        try await AccountsDatabase.with { database in
            let store = AccountStore(database: TenantDatabase(database))
            let (first, second) = (try AccountsDatabase.newUser("a@b.c"), try AccountsDatabase.newUser("d@e.f"))
            for new in [first, second] { _ = try await store.signUp(new) }
            for (tenant, seen) in [(first.accountID, 1), (second.accountID, 1), (UUID(), 0), (nil, 0)] {
                for query: Query in [
                    "select id from users", "select id from accounts", "update accounts set company_name = 'x'",
                ] {
                    #expect(try await Self.count(as: "flotilla_tenant", tenant: tenant, query, in: database) == seen)
                }
            }
        }
    }

    @Test("a tenant reads no hash, and changes neither its external id, nor its users, nor the list of accounts")
    func tenantRights() async throws {
        try await AccountsDatabase.with { database in
            let new = try AccountsDatabase.newUser("a@b.c")
            _ = try await AccountStore(database: TenantDatabase(database)).signUp(new)
            for query: Query in [
                "select user_id from flotilla.user_tokens", "select id from flotilla.ended_tokens",
                "select flotilla.invite_user(gen_random_uuid(), 'e@f.g', 'school', null, null, ''::bytea, '1 day', 9)",
                "select flotilla.change_user(gen_random_uuid(), true, 'school', '{}', null, null)",
                "select flotilla.remove_user(gen_random_uuid(), true)",
                "select password_hash from flotilla.user_with_hash(gen_random_uuid())",
                "select password_hash from users", "select * from users", "update users set role = 'admin'",
                "update accounts set external_id = repeat('x', 43)", "update accounts set id = gen_random_uuid()",
                "delete from users", "delete from accounts", "select * from flotilla.user_for_signin('a@b.c')",
                "insert into accounts values (gen_random_uuid(), 'x', null, repeat('y', 43), now())",
            ] {
                let failure = try await Self.failure(
                    as: "flotilla_tenant", tenant: new.accountID, query, in: database)
                #expect(failure == Self.denied, "\(query.sql)")
            }
        }
    }

    @Test("the role of sign-in has no right on any table, and the dispatcher none on accounts")
    func apiRights() async throws {
        try await AccountsDatabase.with { database in
            for role in ["flotilla_api", "flotilla_dispatcher"] {
                for query: Query in [
                    "select id from users", "select id from accounts", "update users set role = 'admin'",
                    "delete from users", "insert into users (id) values (gen_random_uuid())",
                ] {
                    let failure = try await Self.failure(as: role, query, in: database)
                    #expect(failure == Self.denied, "\(query.sql)")
                }
            }
            for query: Query in [
                "select * from flotilla.user_for_signin('a@b.c')",
                "select flotilla.replace_password_hash(gen_random_uuid(), 'x', 'y')",
                "select flotilla.sign_up(gen_random_uuid(), gen_random_uuid(), 'x', null, 'x', 'x', 'x')",
            ] {
                let failure = try await Self.failure(as: "flotilla_dispatcher", query, in: database)
                #expect(failure == Self.denied)
            }
            // What it may not do either: take the place of the functions' owner, or put objects in their way.
            for query: Query in [
                "create table flotilla.users ()", "create function flotilla.lower(text) returns text return $1",
            ] {
                for role in ["flotilla_api", "flotilla_accounts"] {
                    let failure = try await Self.failure(as: role, query, in: database)
                    #expect(failure == Self.denied)
                }
            }
        }
    }

    @Test("the functions of sign-in have a fixed search_path, and only our roles may execute them")
    func functions() async throws {
        try await AccountsDatabase.with { database in
            let rows = try await database.query(
                """
                select proname::text, prosecdef, proconfig::text, proacl::text
                from pg_proc
                where pronamespace = 'flotilla'::regnamespace and proowner = 'flotilla_accounts'::regrole
                order by proname
                """
            ).rows
            // What the others call is called by no one else; operators' pages ask for names.
            let inner = ["is_last_school", "revoke_tokens", "revoke_tokens_of_deleted"]
            let operators = ["account_names", "support_staff", "user_names"]
            #expect(
                try rows.map { try $0.decode("proname", as: String.self) }
                    == (inner + operators + [
                        "begin_reset", "change_password", "change_user", "confirm_sign_in", "invite_user",
                        "operator_addresses", "redeem_token", "remove_user", "replace_password_hash", "sign_up",
                        "user_for_signin", "user_for_token", "user_with_hash",
                    ]).sorted())
            for row in rows {
                #expect(try row.decode("proconfig", as: String.self) == #"{"search_path=pg_catalog, pg_temp"}"#)
                #expect(try row.decode("prosecdef", as: Bool.self))
                let (name, rights): (String, String) = (try row.decode("proname"), try row.decode("proacl"))
                #expect(rights.contains("flotilla_api=X") == !(inner + operators).contains(name), "\(name)")
                #expect(
                    rights.contains("flotilla_dispatcher=X") == (operators + ["revoke_tokens"]).contains(name),
                    "\(name) \(rights)")
                #expect(!rights.contains("{=X") && !rights.contains(",=X"))
            }
        }
    }

    @Test("the table refuses a clear password, a foreign role and an empty name, whichever role writes them")
    func checks() async throws {
        try await AccountsDatabase.with { database in
            let store = AccountStore(database: TenantDatabase(database))
            let good = try AccountsDatabase.newUser("a@b.c")
            for (hash, name) in [("a clear password", "x"), ("$1$salt$hash", "x"), (AccountsDatabase.hash, "")] {
                let bad = NewUser(
                    id: UUID(), accountID: UUID(), email: good.email, passwordHash: hash, companyName: name)
                await #expect {
                    _ = try await store.signUp(bad)
                } throws: { ($0 as? PostgresError)?.sqlState == Self.checkViolated }
            }
            _ = try await store.signUp(good)
            let failure = try await Self.failure(
                as: "postgres", "update users set role = 'root' where id = \(good.id)", in: database)
            #expect(failure == Self.checkViolated)
        }
    }

    @Test("an owner who is no superuser and may not make roles can migrate, and is held by the same walls")
    func plainOwner() async throws {
        try await TestDatabases.shared.withDatabase { url in
            let owner = "owner_\(UUID().uuidString.prefix(8).lowercased())"
            var parts = try #require(URLComponents(string: url))
            let name = parts.path.dropFirst()
            try await withDatabase(DatabaseConfiguration(url: url)) { database in
                // The roles, as the server's operator would make them before.
                try await AccountsDatabase.migrate(database)
                try await database.withConnection { connection in
                    try await connection.script(
                        """
                        drop schema flotilla cascade;
                        create role \(owner) login;
                        grant flotilla_tenant, flotilla_api, flotilla_accounts, flotilla_dispatcher to \(owner);
                        alter database \(name) owner to \(owner);
                        """)
                }
            }
            parts.user = owner
            try await withDatabase(DatabaseConfiguration(url: try #require(parts.string))) { database in
                try await AccountsDatabase.migrate(database)
                let store = AccountStore(database: TenantDatabase(database))
                let new = try AccountsDatabase.newUser("a@b.c")
                let user = try await store.signUp(new)
                #expect(try await store.credentials(for: new.email)?.user == user)
                #expect(try await store.user(new.id, of: UUID()) == nil)
                #expect(
                    try await Self.failure(as: "flotilla_api", "select id from flotilla.users", in: database)
                        == Self.denied)
            }
            try await withDatabase(DatabaseConfiguration(url: url)) { database in
                try await database.withConnection { connection in
                    try await connection.script(
                        "reassign owned by \(owner) to current_user; drop owned by \(owner); drop role \(owner)")
                }
            }
        }
    }
}
