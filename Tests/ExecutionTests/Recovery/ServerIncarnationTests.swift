import Assembly
import Fleet
import Foundation
import Jobs
import Operations
import Postgres
import PostgresTestSupport
import Reactor
import Storage
import TestSupport
import Testing

@testable import Execution

extension Supervisor {
    fileprivate func hold(_ jobs: [TakenJob]) {
        for job in jobs {
            state.jobs[job.claim.id] = SupervisorState.Held(job: job, executor: ExecutorID(1), phase: .assigned)
        }
    }

    fileprivate func letGo(_ id: JobID) { state.jobs[id] = nil }

    fileprivate func giveUpSoon() { outage = .milliseconds(50) }

    fileprivate func carryOut(_ action: SupervisorState.Action) async {
        perform(action)
        while let task = pending.values.first { await task.value }
    }
}

/// What a supervisor does when its store may have lost a claim, or a write to it fails.
@Suite(.serialized) struct StoreLifeTests {
    private func supervisor(_ road: Road, _ session: WorkerSession, store: PostgresJobStore? = nil) -> Supervisor {
        Supervisor(
            configuration: .init(session: session, lease: Road.lease, grace: .seconds(1), arguments: []),
            handlers: HandlerRegistry([]), store: store ?? road.store, broker: road.broker, metrics: road.metrics,
            logger: road.logger, on: EventLoop(name: "test"))
    }

    private func taken(_ jobs: [NewJob]) -> [TakenJob] {
        jobs.map {
            TakenJob(
                claim: Claim(id: $0.id, token: .random()), queue: Make.queue, tenant: $0.tenant,
                lane: Lane(kind: Make.kind, limitKey: nil), priority: 4)
        }
    }

    @Test("claims that the store forgot are asserted with their tokens; what another worker claimed is left to it")
    func asserted() async throws {
        try await Road.with { road in
            let session = Road.session()
            let jobs = taken(try await road.enqueue(3))
            _ = try await road.store.claim([jobs[0].claim], for: session.id, durably: false)
            let other = Claim(id: jobs[2].claim.id, token: .random())
            _ = try await road.store.claim([other], for: UUID(), durably: false)
            let supervisor = supervisor(road, session)
            await supervisor.hold(jobs)
            try await supervisor.assertClaims()
            let claims = jobs.map(\.claim)
            #expect(try await road.store.running(among: claims + [other]) == [claims[0], claims[1], other])
            for job in jobs.prefix(2) {
                #expect(try await road.store.job(job.claim.id, for: .everybody)?.attempt == 1)
            }
            // One of them had been handed back at that moment: no run holds it, so it is queued again.
            await supervisor.letGo(jobs[1].claim.id)
            #expect(try await eventually { try await road.store.running(among: claims) == [claims[0]] })
            #expect(try await road.status(jobs[1].claim.id) == .queued)
        }
    }

    @Test("a worker that could not write the end of a run leaves its session to expire")
    func leavesClaims() async throws {
        try await Road.with { road in
            let sessions = [Road.session(), Road.session()]
            for session in sessions { try await road.store.beat(session) }
            let jobs = taken(try await road.enqueue(1))
            _ = try await road.store.claim(jobs.map(\.claim), for: sessions[0].id, durably: false)
            // Both may leave; one of them failed to write the end of a run.
            let unable = supervisor(road, sessions[0])
            await unable.giveUpSoon()
            try await road.owner.query("revoke update on jobs from flotilla_dispatcher")
            await unable.carryOut(.end(jobs, .released, alone: false))
            try await road.owner.query("grant update on jobs to flotilla_dispatcher")
            for supervisor in [unable, supervisor(road, sessions[1])] { await supervisor.deregister() }
            #expect(try await road.store.sessions(limit: 10).map(\.session.id) == [sessions[0].id])
        }
    }

    @Test(
        "a store that refuses beats hears of the session soon after it takes them again, not a third of a lease later")
    func impatient() async throws {
        try await Road.with { road in
            let session = Road.session()
            let supervisor = supervisor(road, session)
            try await road.owner.query("revoke insert on worker_sessions from flotilla_dispatcher")
            let beating = Task { await supervisor.keepHeartbeat() }
            #expect(try await eventually { road.log.lines.contains { $0.contains("heartbeat was not written") } })
            try await road.owner.query("grant insert on worker_sessions to flotilla_dispatcher")
            #expect(try await eventually(within: .seconds(5)) { try await road.store.sessions(limit: 1).count == 1 })
            beating.cancel()
            await beating.value
        }
    }

    private func life(_ database: Database) async throws -> ServerIncarnation {
        let session = Road.session()
        var life: ServerIncarnation?
        _ = try await eventually {
            life = try? await PostgresJobStore(database: database).beat(session)
            return life != nil
        }
        return try #require(life)
    }

    @Test("a heartbeat shows that the store restarted, as a whole or after the crash of one of its processes")
    func lives() async throws {
        let server = try await PostgresServer()
        _ = try await Migrations.apply(to: server.url())
        let database = try Connections.database(url: Secret(server.url()), name: "test")
        let first = try await life(database)
        #expect(try await life(database) == first)
        try await server.kill()
        try await server.start()
        let second = try await life(database)
        #expect(second != first)
        // A crash within: the first process stays, what was not written is gone.
        let rows = try await database.query("select pg_backend_pid()").rows
        kill(try rows[0].decode(0, as: Int32.self), SIGKILL)
        #expect(try await eventually { (try? await life(database)) != second })
        await database.close(grace: .zero)
    }
}
