import Foundation
import Jobs
import Redis
import Testing

@testable import Execution

@Suite(.serialized) struct AuditTests {
    private func audits(_ road: Road) async -> Int {
        let text = await road.metrics.registry.render()
        let line = text.split(separator: "\n").first {
            $0.contains("recovered_total{") && $0.contains(#"cause="audit""#)
        }
        return line.flatMap { $0.split(separator: " ").last }.flatMap { Int($0) } ?? 0
    }

    @Test("a queued job that the dispatcher lost is offered again, and counted")
    func lostJobs() async throws {
        try await Road.with { road in
            let jobs = try await road.enqueue(5, age: .seconds(60))
            try await road.broker.offer(jobs.prefix(3).map(\.offer))
            let auditor = Auditor()
            try await road.reconciler.audit(auditor)
            // It may be on its way: only what is still unknown with the next page is lost.
            #expect(try await road.broker.stats(of: Make.queue).ready == 3)
            try await road.reconciler.audit(auditor)
            #expect(try await road.broker.stats(of: Make.queue).ready == 5)
            #expect(await audits(road) == 2)
            for _ in 0..<3 { try await road.reconciler.audit(auditor) }
            #expect(await audits(road) == 2)
        }
    }

    @Test("nothing is reported while all is well: ready, leased, waiting, running, settled, just committed")
    func allIsWell() async throws {
        try await Road.with { road in
            let session = Road.session()
            try await road.store.beat(session)
            let old = try await road.enqueue(6, age: .seconds(60))
            _ = try await road.enqueue(2)
            let waiting = try await road.enqueue(1, age: .seconds(60), runAt: Date() + 600)
            _ = try await road.enqueue(1, age: .seconds(60), runAt: Date() + 7200)
            try await road.broker.offer((old + waiting).map(\.offer))
            let taken = try await road.take(3, session: session.id)
            let claims = taken.prefix(2).map(\.claim)
            _ = try await road.store.claim(claims, for: session.id, durably: false)
            _ = try await road.store.settle([
                Settlement(
                    claim: claims[0], tenant: taken[0].tenant, isUnique: false,
                    transition: .succeeded(result: Array("{}".utf8)))
            ])
            let before = try await road.broker.stats(of: Make.queue)
            let auditor = Auditor()
            for _ in 0..<4 { try await road.reconciler.audit(auditor) }
            #expect(try await road.broker.stats(of: Make.queue) == before)
            #expect(await audits(road) == 0)
            #expect(road.log.lines.isEmpty)
        }
    }

    @Test("what was unknown for a moment only is not counted")
    func transient() async throws {
        try await Road.with { road in
            let jobs = try await road.enqueue(2, age: .seconds(60))
            let auditor = Auditor()
            try await road.reconciler.audit(auditor)
            try await road.broker.offer([jobs[0].offer])
            _ = try await road.store.claim([Claim(id: jobs[1].id, token: .random())], for: UUID(), durably: false)
            try await road.store.beat(Road.session())
            let suspects = auditor.takeSuspects()
            #expect(Set(suspects) == Set(jobs.map(\.id)))
            auditor.went(to: nil, suspects: suspects)
            try await road.reconciler.audit(auditor)
            #expect(await audits(road) == 0)
        }
    }

    @Test("a job that runs for a session that is gone is put back, one of a living session stays")
    func stray() async throws {
        try await Road.with { road in
            let session = Road.session()
            try await road.store.beat(session)
            let jobs = try await road.enqueue(2, age: .seconds(60))
            let claims = jobs.map { Claim(id: $0.id, token: .random()) }
            _ = try await road.store.claim([claims[0]], for: UUID(), durably: false)
            _ = try await road.store.claim([claims[1]], for: session.id, durably: false)
            try await road.reconciler.audit(Auditor())
            #expect(try await road.store.running(among: claims) == [claims[1]])
            #expect(try await road.take(5).map(\.claim.id) == [jobs[0].id])
        }
    }

    @Test("pages go on where the last one ended, and begin again")
    func pages() async throws {
        try await Road.with { road in
            let jobs = try await road.enqueue(2500, age: .seconds(60))
            let auditor = Auditor()
            try await road.reconciler.audit(auditor)
            #expect(auditor.cursor == jobs[1999].id)
            try await road.reconciler.audit(auditor)
            #expect(auditor.cursor == nil)
            #expect(try await road.broker.stats(of: Make.queue).ready == 2000)
            try await road.reconciler.audit(auditor)
            #expect(try await road.broker.stats(of: Make.queue).ready == 2500)
        }
    }

    @Test("a dispatcher that cannot be reached is no loss of jobs")
    func outage() async throws {
        try await Road.with { road in
            _ = try await road.enqueue(2, age: .seconds(60))
            let meddler = FaultyBroker(road.broker)
            let auditor = Auditor()
            let reconciler = road.reconciler(over: meddler)
            try await reconciler.audit(auditor)
            meddler.before(.unknown) { throw Unreachable() }
            try await reconciler.audit(auditor)
            meddler.before(.unknown, nil)
            try await reconciler.audit(auditor)
            #expect(await audits(road) == 0)
        }
    }
}
