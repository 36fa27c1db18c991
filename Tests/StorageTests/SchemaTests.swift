import Assembly
import Fleet
import Foundation
import Jobs
import Operations
import Postgres
import Storage
import Testing

/// What the migrations make, beside whatever else a database holds.
@Suite struct SchemaTests {
    /// Tables with a tenant in them that have no row-level security: no tenant's statement reaches them.
    private static let onlyForDispatcher: Set<String> = [
        // Keys of requests, with answers; read before a request has a tenant's transaction.
        "idempotency_keys",
        // Keys of open jobs, slots under limits and operations on many jobs: what the dispatcher decides by.
        "job_unique", "limit_permits", "bulk_operations",
    ]

    private struct Table: Hashable {
        let name: String
        let isForced: Bool
        let hasPolicy: Bool
        let isReachable: Bool
    }

    private static func tables(_ database: Database) async throws -> [Table] {
        try await database.query(
            """
            select class.relname::text as name, relrowsecurity and relforcerowsecurity as is_forced,
                exists (
                    select from pg_policy policy
                    where polrelid = class.oid and polroles = array['flotilla_tenant'::regrole::oid] and polcmd = '*'
                        and pg_get_expr(polqual, polrelid) ~ format('^\\(%s = (flotilla\\.)?current_tenant', attname)
                        and pg_get_expr(polwithcheck, polrelid) = pg_get_expr(polqual, polrelid)) as has_policy,
                has_any_column_privilege('flotilla_tenant', class.oid, 'select, insert, update') as is_reachable
            from pg_class class join pg_attribute on attrelid = class.oid
            where relnamespace = 'flotilla'::regnamespace and relkind in ('r', 'p') and not relispartition
                and (attname in ('tenant', 'tenant_id', 'account') or (relname, attname) = ('accounts', 'id')) and not attisdropped
            """
        ).rows.map {
            Table(
                name: try $0.decode("name"), isForced: try $0.decode("is_forced"),
                hasPolicy: try $0.decode("has_policy"), isReachable: try $0.decode("is_reachable"))
        }
    }

    @Test("every table with a tenant in it is behind the tenant's wall, or out of the tenant's reach")
    func walls() async throws {
        try await StorageDatabase.with { fixture in
            let tables = try await Self.tables(fixture.owner)
            #expect(tables.count > 20)
            for table in tables where Self.onlyForDispatcher.contains(table.name) {
                #expect(!table.isReachable, "\(table.name)")
            }
            for table in tables where !Self.onlyForDispatcher.contains(table.name) {
                #expect(table.isForced && table.hasPolicy, "\(table.name): select flotilla.protect_tenant_table(…)")
            }
            try await fixture.owner.query("create table flotilla.forgotten (tenant uuid)")
            try await fixture.owner.query("grant select on flotilla.forgotten to flotilla_tenant")
            let forgotten = try #require(try await Self.tables(fixture.owner).first { $0.name == "forgotten" })
            #expect(!forgotten.isForced && !forgotten.hasPolicy && forgotten.isReachable)
            try await fixture.owner.query("select flotilla.protect_tenant_table('forgotten', 'tenant')")
            let walled = try #require(try await Self.tables(fixture.owner).first { $0.name == "forgotten" })
            #expect(walled.isForced && walled.hasPolicy)
        }
    }

    @Test("everything of ours is in the schema of our own")
    func ownSchema() async throws {
        try await StorageDatabase.with { fixture in
            let others = try await fixture.names(
                """
                select relname::text from pg_class where relnamespace = 'public'::regnamespace
                union all select proname::text from pg_proc where pronamespace = 'public'::regnamespace
                union all select typname::text from pg_type where typnamespace = 'public'::regnamespace
                """)
            #expect(others == [])
        }
    }

    @Test("tables of the same names in another schema, even first in the search path, are no one's concern")
    func otherTables() async throws {
        try await StorageDatabase.with { fixture in
            for name in ["jobs", "job_kinds", "due", "enqueued", "limits", "users", "accounts", "schedules"] {
                try await fixture.owner.query("create table public.\(unescaped: name) (theirs integer)")
            }
            try await fixture.owner.query("create type public.job_status as enum ('theirs')")
            try await fixture.store.register([
                JobDefinition(kind: "test.kind", queue: "test", timeout: .seconds(30), maxAttempts: 3)
            ])
            let rows = try await fixture.owner.withConnection { connection in
                try await connection.query("set search_path = public")
                return try await connection.query(
                    "select flotilla.enqueue('test.kind', '{}', run_at => now() + interval '1 hour')"
                ).rows
            }
            let id = JobID(try rows[0].decode(0, as: UUID.self))
            #expect(try await fixture.store.job(id, for: .everybody)?.status == .scheduled)
            let test = fixture
            _ = try await test.claimed()
            #expect(try await fixture.count("select count(*) from flotilla.jobs where status = 'running'") == 1)
        }
    }

    @Test("the functions can be run again over a database in use, and the second time nothing is left to do")
    func repeated() async throws {
        try await StorageDatabase.with { fixture in
            #expect(try await Migrations.apply(to: fixture.url).isEmpty)
            try await fixture.owner.query("delete from flotilla.functions")
            let again = try await Migrations.apply(to: fixture.url)
            #expect(again.migrations.isEmpty && again.functions.count == Domains.migrations.functions.count)
            let test = fixture
            _ = try await test.claimed()
        }
    }
}
