import Foundation
import Jobs
import Postgres
import Storage
import Testing

@Suite struct EffectTests {
    @Test("a statement that cannot be sent is refused, and the neighbours commit")
    func unsendable() async throws {
        try await StorageDatabase.with { fixture in
            let test = fixture
            let claims = [try await test.claimed(), try await test.claimed()]
            let commit: Query = "commit"
            let report = try await fixture.store.settle([
                test.settlement(claims[0], effects: [commit]),
                test.settlement(claims[1], effects: [test.effect(claims[1].id, false)]),
            ])
            #expect(Array(report.refused.keys) == [claims[0]])
            #expect(report.committed == [claims[1]])
            #expect(try await test.effects(claims[1].id) == 1)
        }
    }

    @Test("rows of many jobs for one table travel together and arrive whole")
    func joinedRows() async throws {
        try await StorageDatabase.with { fixture in
            let test = fixture
            let jobs = Make.jobs(30)
            _ = try await fixture.store.enqueue(jobs)
            let claims = jobs.map { $0.claim() }
            _ = try await fixture.store.claim(claims, for: UUID(), durably: false)
            let report = try await fixture.store.settle(
                claims.enumerated().map { index, claim in
                    let ids = [UUID](repeating: claim.id.uuid, count: index % 4)
                    let rows = RowInsertion(
                        into: "flotilla.bench_effects", [("job_id", ids), ("attempt", ids.indices.map { Int32($0) })])
                    let other = RowInsertion(
                        into: "flotilla.bench_effects", [("attempt", [9]), ("job_id", [claim.id.uuid])])
                    return test.settlement(claim, effects: [rows, other])
                })
            #expect(report.committed.count == 30)
            for (index, claim) in claims.enumerated() {
                #expect(try await test.effects(claim.id) == index % 4 + 1)
            }
            #expect(try await fixture.count("select count(*) from bench_effects where attempt = 9") == 30)
        }
    }

    @Test("calls of one function by many jobs are one call, with the rows of all")
    func joinedCalls() async throws {
        try await StorageDatabase.with { fixture in
            try await fixture.owner.query(
                """
                create function flotilla.trace_call(ids uuid[], names text[]) returns void language sql as $$
                    insert into flotilla.bench_effects (job_id, attempt) select id, cardinality(ids) from unnest(ids) as given(id)
                $$
                """)
            var claims: [Claim] = []
            for _ in 0..<3 { claims.append(try await fixture.claimed()) }
            let report = try await fixture.store.settle(
                claims.enumerated().map { index, claim in
                    let call = FunctionCall(of: "flotilla.trace_call", [[claim.id.uuid], [index == 0 ? nil : "name"]])
                    return fixture.settlement(claim, effects: [call])
                })
            #expect(report.committed.count == 3)
            #expect(try await fixture.names("select attempt::text from bench_effects") == ["3", "3", "3"])
        }
    }

    @Test("a statement sees the rows that its handler put before it, and none that it put after it")
    func order() async throws {
        try await StorageDatabase.with { fixture in
            let claims = [try await fixture.claimed(), try await fixture.claimed()]
            let report = try await fixture.store.settle(
                claims.map { claim in
                    let id = claim.id.uuid
                    let copy: Query = """
                        insert into flotilla.bench_effects (job_id, attempt)
                        select job_id, attempt + 10 from flotilla.bench_effects where job_id = \(id)
                        """
                    func row(_ attempt: Int32) -> RowInsertion {
                        RowInsertion(into: "flotilla.bench_effects", [("job_id", [id]), ("attempt", [attempt])])
                    }
                    return fixture.settlement(claim, effects: [row(1), copy, row(2)])
                })
            #expect(report.committed.count == 2)
            for claim in claims {
                #expect(
                    try await fixture.names(
                        "select attempt::text from bench_effects where job_id = \(claim.id.uuid) order by attempt")
                        == ["1", "11", "2"])
            }
        }
    }

    @Test("the reason of a refusal names the constraint and holds no value")
    func reason() async throws {
        try await StorageDatabase.with { fixture in
            try await fixture.owner.query("alter table bench_effects add constraint small check (attempt < 10)")
            let claim = try await fixture.claimed()
            let rows = RowInsertion(
                into: "flotilla.bench_effects", [("job_id", [claim.id.uuid]), ("attempt", [Int32(424_242)])])
            let report = try await fixture.store.settle([fixture.settlement(claim, effects: [rows])])
            let reason = try #require(report.refused[claim])
            #expect(reason.contains("small") && !reason.contains("424242"))
        }
    }
}
