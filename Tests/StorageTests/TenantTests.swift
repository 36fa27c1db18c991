import Foundation
import Jobs
import Postgres
import Storage
import Testing

@Suite struct TenantTests {
    private static let other = UUID()

    /// A table as the domains make theirs, with a row of each of two tenants.
    private func withNotes(_ body: @Sendable (StorageDatabase) async throws -> Void) async throws {
        try await StorageDatabase.with { fixture in
            try await fixture.owner.withConnection { connection in
                try await connection.script(
                    """
                    create table notes (tenant uuid not null, text text not null);
                    alter table notes enable row level security;
                    alter table notes force row level security;
                    create policy tenant on notes to flotilla_tenant
                        using (tenant = flotilla.current_tenant()) with check (tenant = flotilla.current_tenant());
                    grant select, insert, update, delete on notes to flotilla_tenant;
                    """)
            }
            try await fixture.owner.query(
                "insert into notes values (\(Make.tenant), 'mine'), (\(Self.other), 'theirs')")
            try await body(fixture)
        }
    }

    private func theirs(_ fixture: StorageDatabase) async throws -> [String] {
        try await fixture.names("select text from notes where tenant = \(Self.other) order by text")
    }

    @Test("what a job writes reaches the rows of its own tenant and of no other")
    func effectsStayInside() async throws {
        try await withNotes { fixture in
            let test = fixture
            let claim = try await test.claimed()
            let effects: [any Effect] = [
                "update notes set text = 'changed'" as Query, "delete from notes where text = 'theirs'" as Query,
                RowInsertion(into: "notes", [("tenant", [Make.tenant]), ("text", ["new"])]),
            ]
            #expect(try await fixture.store.settle([test.settlement(claim, effects: effects)]).committed == [claim])
            #expect(try await theirs(fixture) == ["theirs"])
            let mine = try await fixture.names("select text from notes where tenant = \(Make.tenant) order by text")
            #expect(mine == ["changed", "new"])
        }
    }

    @Test("a job cannot write a row that belongs to another tenant")
    func foreignRow() async throws {
        try await withNotes { fixture in
            let test = fixture
            let claim = try await test.claimed()
            let row = RowInsertion(into: "notes", [("tenant", [Self.other]), ("text", ["smuggled"])])
            let report = try await fixture.store.settle([test.settlement(claim, effects: [row])])
            #expect(Array(report.refused.keys) == [claim])
            #expect(try await theirs(fixture) == ["theirs"])
        }
    }

    @Test("in a batch of two tenants' jobs each effect has the rights of its own tenant")
    func mixedBatch() async throws {
        try await withNotes { fixture in
            let jobs = (0..<10).map { Make.job(tenant: $0.isMultiple(of: 2) ? Make.tenant : Self.other) }
            _ = try await fixture.store.enqueue(jobs)
            let claims = jobs.map { $0.claim() }
            _ = try await fixture.store.claim(claims, for: UUID(), durably: false)
            let report = try await fixture.store.settle(
                zip(jobs, claims).map { job, claim in
                    Settlement(
                        claim: claim, tenant: job.tenant, isUnique: false,
                        transition: .succeeded(result: Array("{}".utf8)),
                        effects: ["update notes set text = text || '+'" as Query])
                })
            #expect(report.committed.count == 10)
            #expect(try await theirs(fixture) == ["theirs+++++"])
        }
    }

    @Test("rows of a request are written with the rights of its tenant, and with its jobs or not at all")
    func requestRows() async throws {
        try await withNotes { fixture in
            let job = Make.job()
            let good: Query = "insert into notes values (\(Make.tenant), 'request')"
            _ = try await fixture.store.enqueue([job], with: [good], of: Make.tenant)
            #expect(try await fixture.count("select count(*) from notes where text = 'request'") == 1)
            let foreign: Query = "insert into notes values (\(Self.other), 'request')"
            let refused = Make.job()
            await #expect(throws: PostgresError.self) {
                _ = try await fixture.store.enqueue([refused], with: [foreign], of: Make.tenant)
            }
            #expect(try await fixture.store.job(refused.id, for: .everybody) == nil)
        }
    }

    @Test("a tenant reads its own jobs and attempts, and nothing of another's")
    func readers() async throws {
        try await withNotes { fixture in
            let mine = Make.job()
            let foreign = Make.job(tenant: Self.other)
            _ = try await fixture.store.enqueue([mine, foreign])
            for id in [mine.id, foreign.id] {
                _ = try await fixture.store.end([try await fixture.claimed(id)], as: .crashed, alone: false)
                _ = try await fixture.claimed(id)
            }
            let scope = JobScope.tenant(Make.tenant)
            #expect(try await fixture.store.job(mine.id, for: scope)?.attempts.count == 2)
            #expect(try await fixture.store.job(foreign.id, for: scope) == nil)
            #expect(
                try await fixture.store.jobs(JobFilter(), before: nil, limit: 10, for: scope).map(\.id) == [mine.id])
            let all = try await fixture.store.jobs(JobFilter(), before: nil, limit: 10, for: .everybody)
            #expect(all.map(\.id) == [foreign.id, mine.id])
            let attempts = try await fixture.database.execute([
                .enter(tenant: Make.tenant), "select distinct job_id from flotilla.job_attempts",
            ])
            #expect(try attempts[1].rows.map { try $0.decode(0, as: UUID.self) } == [mine.id.uuid])
        }
    }

    @Test("who forgets to say for which tenant it reads sees nothing")
    func forgottenTenant() async throws {
        try await withNotes { fixture in
            _ = try await fixture.store.enqueue([Make.job()])
            let role: Query = "select set_config('role', 'flotilla_tenant', true)"
            for table in ["flotilla.jobs", "flotilla.job_attempts", "notes"] {
                let answers = try await fixture.database.execute([role, "select 1 from \(unescaped: table)"])
                #expect(answers[1].rows.isEmpty, "\(table)")
            }
            // The dispatcher moves jobs and has no business in the tenants' tables.
            await #expect(throws: PostgresError.self) { try await fixture.database.query("select 1 from notes") }
        }
    }

    @Test("a tenant cannot write jobs, and the rights of a unit do not reach the next one")
    func rightsEndWithTheUnit() async throws {
        try await withNotes { fixture in
            let job = Make.job()
            _ = try await fixture.store.enqueue([job])
            await #expect(throws: PostgresError.self) {
                try await fixture.database.execute([.enter(tenant: Make.tenant), "delete from flotilla.jobs"])
            }
            try await fixture.database.execute([.enter(tenant: Make.tenant), "select 1"])
            for _ in 0..<8 {
                let row = try await fixture.database.query("select current_user::text").rows[0]
                #expect(try row.decode(0, as: String.self) == "flotilla_dispatcher")
            }
        }
    }
}
