import Foundation
import Jobs
import Redis
import Synchronization
import TestSupport
import Testing

@testable import Execution

@Suite(.serialized) struct ReconcilerTests {
    @Test("a dispatcher that was wiped is filled again with every open job, old ones too")
    func wiped() async throws {
        try await Road.with { road in
            let jobs = try await road.enqueue(2500, age: .seconds(3600))
            try await road.reconciling {
                #expect(try await eventually { try await road.broker.stats(of: Make.queue).ready == 2500 })
                try await road.redis.command(RedisCommand("FLUSHALL"))
                #expect(try await road.broker.stats(of: Make.queue).ready < 2500)
                #expect(try await eventually { try await road.broker.stats(of: Make.queue).ready == 2500 })
            }
            #expect(Set(try await road.take(1000).map(\.claim.id)).isSubset(of: Set(jobs.map(\.id))))
        }
    }

    @Test("a server that restarts with old data is filled again, too")
    func restarted() async throws {
        try await Road.with { road in
            _ = try await road.enqueue(10, age: .seconds(3600))
            try await road.reconciling {
                #expect(try await eventually { try await road.broker.stats(of: Make.queue).ready == 10 })
                try await road.server.restart()
                #expect(try await eventually { (try? await road.broker.stats(of: Make.queue).ready) == 10 })
            }
        }
    }

    @Test("a commit whose offer never came is found within two seconds")
    func forgottenOffer() async throws {
        try await Road.with { road in
            _ = try await road.enqueue(1)
            try await road.reconciling {
                // The fill after the start is over.
                #expect(try await eventually { road.log.lines.contains { $0.contains("was filled") } })
                let start = ContinuousClock.now
                let jobs = try await road.enqueue(3)
                #expect(try await eventually { try await road.broker.stats(of: Make.queue).ready == 4 })
                #expect(ContinuousClock.now - start < .seconds(2))
                #expect(try await Set(road.take(9).map(\.claim.id)).isSuperset(of: jobs.map(\.id)))
            }
        }
    }

    @Test("a job that SQL enqueued is found within two seconds of its commit, however long the transaction was open")
    func lateCommit() async throws {
        try await Road.with { road in
            try await road.owner.query(
                """
                insert into job_kinds (kind, queue, timeout_ms, max_attempts, backoff_base_ms, backoff_cap_ms, grace_ms)
                values (\(Make.kind.rawValue), \(Make.queue.rawValue), 30000, 3, 1000, 5000, 1000)
                """)
            // As if every id were minted ten minutes before its transaction commits.
            try await road.owner.query(
                """
                create or replace function flotilla.mint_id(moment timestamptz default clock_timestamp()) returns uuid
                language sql as $$ select overlay(flotilla.uuid_floor(moment - interval '10 minutes')::text
                    placing right(gen_random_uuid()::text, 12) from 25)::uuid $$
                """)
            try await road.reconciling {
                #expect(try await eventually { road.log.lines.contains { $0.contains("was filled") } })
                let start = ContinuousClock.now
                for _ in 0..<3 {
                    try await road.owner.query("select flotilla.enqueue(\(Make.kind.rawValue), '{}')")
                }
                #expect(try await eventually { try await road.broker.stats(of: Make.queue).ready == 3 })
                #expect(ContinuousClock.now - start < .seconds(2))
                #expect(try await eventually { try await road.store.enqueued(limit: 10).isEmpty })
            }
        }
    }

    @Test("a dead letter that is queued again is found, although its id is old and it was not offered")
    func revived() async throws {
        try await Road.with { road in
            let jobs = try await road.enqueue(1, age: .seconds(600))
            _ = try await road.store.cancel(jobs[0].id, for: .everybody)
            try await road.reconciling {
                #expect(try await eventually { road.log.lines.contains { $0.contains("was filled") } })
                _ = try await road.store.retry(jobs[0].id, for: .everybody)
                #expect(try await eventually { try await road.broker.stats(of: Make.queue).ready == 1 })
            }
        }
    }

    @Test("a job that waits is offered ahead of its time and becomes ready when it comes")
    func due() async throws {
        try await Road.with { road in
            let soon = try await road.enqueue(1, runAt: Date() + 1)
            _ = try await road.enqueue(1, runAt: Date() + 600)
            _ = try await road.enqueue(1, runAt: Date() + 7200)
            try await road.reconciler.offerDue()
            #expect(try await road.broker.stats(of: Make.queue).due == 2)
            #expect(
                try await eventually {
                    try await road.reconciler.promote()
                    return try await road.broker.stats(of: Make.queue).ready == 1
                })
            let taken = try await road.take(5)
            #expect(taken.map(\.claim.id) == soon.map(\.id))
        }
    }

    @Test("the claims of a worker that is gone are put back as lost")
    func silentWorker() async throws {
        try await Road.with { road in
            let session = Road.session()
            try await road.store.beat(session)
            let jobs = try await road.enqueue(3)
            try await road.broker.offer(jobs.map(\.offer))
            let taken = try await road.take(3, session: session.id, lease: .milliseconds(1))
            let claimed = try await road.store.claim(taken.map(\.claim), for: session.id, durably: false)
            #expect(claimed.count == 3)
            try await road.silence(session)
            try await road.reconciling {
                let areBack = try await eventually { try await road.broker.stats(of: Make.queue).ready == 3 }
                #expect(areBack)
                #expect(try await eventually { try await road.store.sessions(limit: 10).isEmpty })
            }
            for job in jobs {
                let record = try #require(try await road.store.job(job.id, for: .everybody))
                #expect(record.status == .queued && record.crashes == 1 && record.attempts.map(\.end) == [.lost])
            }
            #expect(try await road.broker.live(taken.map(\.claim), in: Make.queue).isEmpty)
        }
    }

    @Test("a worker that the database does not hear of keeps its jobs while their leases live")
    func sparedWorker() async throws {
        try await Road.with { road in
            var session = Road.session()
            session.running = 2
            try await road.store.beat(session)
            let jobs = try await road.enqueue(2)
            try await road.broker.offer(jobs.map(\.offer))
            let taken = try await road.take(2, session: session.id)
            _ = try await road.store.claim(taken.map(\.claim), for: session.id, durably: false)
            try await road.silence(session)
            try await road.reconciler.recoverSilent()
            #expect(try await road.store.running(among: taken.map(\.claim)).count == 2)
            #expect(try await road.store.sessions(limit: 10).map(\.session.running) == [2])
            // One of the two leases ends.
            try await road.broker.settle([EndedLease(claim: taken[0].claim, slotTime: .zero)], in: Make.queue)
            try await road.reconciler.recoverSilent()
            #expect(try await road.store.running(among: taken.map(\.claim)) == [taken[1].claim])
            #expect(try await road.take(5).map(\.claim.id) == [taken[0].claim.id])
        }
    }

    @Test("without a dispatcher the silence in the database decides")
    func noDispatcher() async throws {
        try await Road.with { road in
            let session = Road.session()
            try await road.store.beat(session)
            let job = try await road.enqueue(1)[0]
            let claim = Claim(id: job.id, token: .random())
            _ = try await road.store.claim([claim], for: session.id, durably: false)
            try await road.silence(session)
            await road.server.kill()
            // The row first, then the dispatcher, which is down.
            await #expect(throws: RedisError.self) { try await road.reconciler.recoverSilent() }
            #expect(try await road.status(job.id) == .queued)
        }
    }

    @Test("a lease that expired without a claim goes back, one whose job runs stays")
    func expiredLeases() async throws {
        try await Road.with { road in
            let session = Road.session()
            try await road.store.beat(session)
            let jobs = try await road.enqueue(2)
            try await road.broker.offer(jobs.map(\.offer))
            let taken = try await road.take(2, session: session.id, lease: .milliseconds(1))
            _ = try await road.store.claim([taken[0].claim], for: session.id, durably: false)
            #expect(try await eventually { try await road.broker.reap(Make.queue, skipping: 0, limit: 10).count == 2 })
            try await road.reconciler.reapLeases()
            #expect(try await road.take(5).map(\.claim.id) == [taken[1].claim.id])
            #expect(try await road.store.running(among: taken.map(\.claim)) == [taken[0].claim])
            // Its lease is there, expired, for its supervisor to assert.
            #expect(try await road.broker.reap(Make.queue, skipping: 0, limit: 10) == [taken[0].claim])
        }
    }

    @Test("behind more than a page of expired leases whose jobs run, the others are found, too")
    func manyExpiredLeases() async throws {
        try await Road.with { road in
            let jobs = try await road.enqueue(1203)
            try await road.broker.offer(jobs.map(\.offer))
            let running = try await road.take(1200, lease: .milliseconds(1))
            _ = try await road.store.claim(running.map(\.claim), for: UUID(), durably: false)
            let left = try await road.take(3, lease: .milliseconds(2))
            #expect(
                try await eventually { try await road.broker.reap(Make.queue, skipping: 1200, limit: 10).count == 3 })
            try await road.reconciler.reapLeases()
            #expect(Set(try await road.take(5).map(\.claim.id)) == Set(left.map(\.claim.id)))
            #expect(try await road.broker.stats(of: Make.queue).leased == 1203)
        }
    }

    @Test("a dispatcher that could not be reached for a moment is filled again, though it kept what it had")
    func unreachable() async throws {
        try await Road.with { road in
            let meddler = FaultyBroker(road.broker)
            try await road.reconciling(over: meddler) {
                func fills() -> Int { road.log.lines.count { $0.contains("was filled") } }
                #expect(try await eventually { fills() == 1 })
                let failed = Mutex(false)
                meddler.before(.epoch) {
                    failed.withLock { $0 = true }
                    throw Unreachable()
                }
                #expect(try await eventually { failed.withLock { $0 } })
                // Its offer was dropped meanwhile, and it is too old to be found as a recent one.
                let jobs = try await road.enqueue(1, age: .seconds(3600))
                meddler.before(.epoch, nil)
                #expect(try await eventually { try await road.broker.unknown(among: jobs.map(\.offer)).isEmpty })
                #expect(try await eventually { fills() == 2 })
            }
        }
    }

    @Test("a session that falls silent while the claims of another are put back is not forgotten with it")
    func silentMeanwhile() async throws {
        try await Road.with { road in
            let (first, second) = (Road.session(), Road.session())
            let jobs = try await road.enqueue(2)
            let claims = jobs.map { Claim(id: $0.id, token: .random()) }
            for (session, claim) in zip([first, second], claims) {
                try await road.store.beat(session)
                _ = try await road.store.claim([claim], for: session.id, durably: false)
            }
            try await road.silence(first)
            let meddler = FaultyBroker(road.broker)
            // The claims were read by then.
            meddler.before(.live) { try await road.silence(second) }
            try await road.reconciler(over: meddler).recoverSilent()
            #expect(try await road.store.sessions(limit: 10).map(\.session.id) == [second.id])
            #expect(try await road.store.running(among: claims) == [claims[1]])
            try await road.reconciler.recoverSilent()
            #expect(try await road.store.sessions(limit: 10).isEmpty)
            #expect(try await road.store.running(among: claims).isEmpty)
        }
    }

    @Test("a settled job is not offered again, nor one that runs")
    func settledStays() async throws {
        try await Road.with { road in
            let jobs = try await road.enqueue(3)
            let claims = jobs.map { Claim(id: $0.id, token: .random()) }
            _ = try await road.store.claim(Array(claims[0...1]), for: UUID(), durably: false)
            _ = try await road.store.settle([
                Settlement(
                    claim: claims[0], tenant: jobs[0].tenant, isUnique: false,
                    transition: .succeeded(result: Array("{}".utf8)))
            ])
            try await road.reconciler.offerLast(.seconds(90))
            try await road.reconciler.offerRecent(since: .seconds(2))
            let offered = try await road.take(5).map(\.claim.id)
            #expect(offered.isEmpty || offered == [jobs[2].id])
        }
    }

    @Test("a queue of a kind that only some worker knows is served, too")
    func toldQueues() async throws {
        try await Road.with { road in
            let definition = JobDefinition(kind: "other.kind", queue: "other", timeout: .seconds(1), maxAttempts: 1)
            let job = NewJob(
                id: Make.minter.mint(), tenant: UUID(), definition: definition, payload: Array("{}".utf8),
                runAt: Date() + 0.2)
            let reconciler = road.reconciler
            try await road.store.register([definition])
            try await road.broker.offer([job.offer])
            try await reconciler.findQueues()
            // Beside those whose kinds the tables bring along.
            #expect(Set(reconciler.queues).isSuperset(of: [Make.queue, "other"]))
            let count = reconciler.queues.count
            #expect(
                try await eventually {
                    try await reconciler.promote()
                    return try await road.broker.stats(of: "other").ready == 1
                })
            for _ in 0..<2 { try await reconciler.findQueues() }
            #expect(reconciler.queues.count == count && Set(reconciler.queues).count == count)
        }
    }
}
