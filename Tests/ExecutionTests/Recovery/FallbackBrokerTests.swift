import Foundation
import Jobs
import Operations
import Redis
import Storage
import TestSupport
import Testing

import Broker
@testable import Execution

@Suite(.serialized) struct FallbackBrokerTests {
    /// With the time-outs of a real worker.
    private func with(
        queues: [QueueName] = [Make.queue], _ body: @Sendable (Road, FallbackBroker) async throws -> Void
    ) async throws {
        try await Road.with { road in
            let redis = RedisClient(try RedisConfiguration(url: road.server.url))
            defer { redis.close() }
            let broker = FallbackBroker(
                RedisBroker(redis: redis), secondary: PostgresBroker(store: road.store), queues: queues,
                diagnose: { Diagnosis("test_refused", "\($0).", advice: "None.") }, logger: road.logger)
            _ = try await broker.stats(of: Make.queue)
            try await body(road, broker)
        }
    }

    private func take(_ broker: any JobBroker, _ count: Int, session: UUID = UUID()) async throws -> [TakenJob] {
        try await broker.take(
            from: Make.queue, kinds: [Make.kind], tokens: (0..<count).map { _ in .random() }, session: session,
            lease: Road.lease)
    }

    @Test("jobs are taken from the store at once when the dispatcher is gone, and from it again when it is back")
    func killed() async throws {
        try await with { road, broker in
            let jobs = try await road.enqueue(4)
            try await broker.offer(jobs.prefix(2).map(\.offer))
            #expect(try await take(broker, 1).count == 1)
            await road.server.kill()
            let start = ContinuousClock.now
            let taken = try await take(broker, 10)
            #expect(ContinuousClock.now - start < .seconds(3))
            // The one that was leased is not claimed yet: the store gives it away, and the first one's claim is refused.
            #expect(Set(taken.map(\.claim.id)) == Set(jobs.map(\.id)) && !broker.isUp)
            try await road.server.restart()
            #expect(try await eventually { broker.isUp })
            try await broker.offer(jobs.map(\.offer))
            // Ready there, running in the store: a take in vain, and no more.
            let again = try await take(broker, 10)
            #expect(again.count == 4)
            #expect(try await road.store.claim(again.map(\.claim), for: UUID(), durably: false).isEmpty)
            #expect(try await road.store.running(among: taken.map(\.claim)).count == 4)
        }
    }

    @Test("a frozen dispatcher is noticed by a waiting worker within two seconds, and holds nothing up from then on")
    func frozen() async throws {
        try await with { road, broker in
            let held = try await road.enqueue(1)
            try await broker.offer(held.map(\.offer))
            let session = UUID()
            let mine = try await take(broker, 1, session: session)
            _ = try await road.store.claim(mine.map(\.claim), for: session, durably: false)
            let waiting = Task {
                try await broker.waitForWork(in: Make.queue, for: .seconds(30))
                return ContinuousClock.now
            }
            road.server.freeze()
            let start = ContinuousClock.now
            #expect(try await waiting.value - start < .seconds(3))
            let jobs = try await road.enqueue(2)
            let then = ContinuousClock.now
            #expect(Set(try await take(broker, 5).map(\.claim.id)) == Set(jobs.map(\.id)))
            #expect(
                try await broker.extend(mine, in: Make.queue, session: session, lease: Road.lease).isEmpty)
            try await broker.settle([EndedLease(claim: mine[0].claim, slotTime: .zero)], in: Make.queue)
            try await broker.offer(jobs.map(\.offer))
            #expect(ContinuousClock.now - then < .seconds(2))
            road.server.thaw()
            #expect(try await eventually { broker.isUp })
        }
    }

    @Test(
        "another program's key among ours sends the queue's jobs by the store and is left alone, until it is gone",
        arguments: ["tenants", "held", "leases", "limits", "wake", "marker", "lanes"])
    func foreignKey(name: String) async throws {
        try await with { road, broker in
            let jobs = try await road.enqueue(1)
            let tenant = jobs[0].tenant.uuidString.replacingOccurrences(of: "-", with: "").lowercased()
            let key = RedisArgument.text("flotilla:{test}:" + (name == "lanes" ? "lanes:\(tenant)" : name))
            try await road.redis.command(RedisCommand("DEL", key))
            try await road.redis.command(
                name == "marker" ? RedisCommand("RPUSH", key, "x") : RedisCommand("SET", key, "x"))
            try await broker.offer(jobs.map(\.offer))
            let taken = try await eventually { try await !take(broker, 1).isEmpty }
            #expect(taken)
            #expect(try await eventually { !broker.isUp })
            // Checked again and again meanwhile.
            try await Task.sleep(for: .milliseconds(600))
            #expect(!broker.isUp)
            let type = try await road.redis.command(RedisCommand("TYPE", key)).utf8
            #expect(type == (name == "marker" ? "list" : "string"))
            let lines = road.log.lines.filter { $0.contains("cannot serve") }
            #expect(lines.count == 1, "\(lines)")
            try await road.redis.command(RedisCommand("DEL", key))
            #expect(try await eventually { broker.isUp })
        }
    }

    @Test("one queue that cannot be served leaves the others to the first dispatcher")
    func eachQueue() async throws {
        try await with(queues: [Make.queue, "other"]) { road, broker in
            let key = RedisArgument.text("flotilla:{test}:tenants")
            try await road.redis.command(RedisCommand("SET", key, "x"))
            #expect(try await eventually { !broker.isUp })
            let offer = Offer(
                id: Make.minter.mint(), queue: "other", tenant: UUID(), lane: Lane(kind: "other.kind", limitKey: nil),
                priority: 4, runAt: nil)
            // Its row is nowhere: only the first dispatcher can know of it.
            try await broker.offer([offer])
            let jobs = try await road.enqueue(1)
            try await broker.offer(jobs.map(\.offer))
            #expect(try await eventually { try await take(broker, 1).map(\.claim.id) == jobs.map(\.id) })
            let taken = try await broker.take(
                from: "other", kinds: ["other.kind"], tokens: [.random()], session: UUID(), lease: Road.lease)
            #expect(taken.map(\.claim.id) == [offer.id])
            try await road.redis.command(RedisCommand("DEL", key))
            #expect(try await eventually { broker.isUp })
        }
    }

    @Test("a server that cannot write is an outage until it can")
    func refusesWrites() async throws {
        try await with { road, broker in
            let jobs = try await road.enqueue(1)
            try await road.redis.command(RedisCommand("CONFIG", "SET", "min-replicas-to-write", "1"))
            try await broker.offer(jobs.map(\.offer))
            #expect(try await take(broker, 1).map(\.claim.id) == jobs.map(\.id))
            #expect(!broker.isUp)
            try await road.redis.command(RedisCommand("CONFIG", "SET", "min-replicas-to-write", "0"))
            #expect(try await eventually { broker.isUp })
        }
    }

    @Test("a lease that only the dispatcher knows of takes no job from its owner; the store's word does")
    func ghosts() async throws {
        try await with { road, broker in
            let jobs = try await road.enqueue(2)
            try await broker.offer(jobs.map(\.offer))
            // The answer to this take never came.
            let ghosts = try await take(broker, 2)
            let session = UUID()
            let mine = ghosts.map {
                TakenJob(
                    claim: Claim(id: $0.claim.id, token: .random()), queue: $0.queue, tenant: $0.tenant, lane: $0.lane,
                    priority: $0.priority)
            }
            _ = try await road.store.claim([mine[0].claim], for: session, durably: false)
            _ = try await road.store.claim([ghosts[1].claim], for: UUID(), durably: false)
            let refused = try await broker.extend(mine, in: Make.queue, session: session, lease: Road.lease)
            #expect(refused == [mine[1].claim])
        }
    }

    @Test("a job that was claimed with its take is queued again when it is handed back, by any dispatcher")
    func release() async throws {
        try await with { road, broker in
            let jobs = try await road.enqueue(1)
            await road.server.kill()
            let taken = try await take(broker, 1)
            #expect(try await road.status(jobs[0].id) == .running)
            try await road.server.restart()
            #expect(try await eventually { broker.isUp })
            try await broker.release(taken.map(\.claim), in: Make.queue)
            let record = try #require(try await road.store.job(jobs[0].id, for: .everybody))
            #expect(record.status == .queued && record.crashes == 0 && record.errors == 0)
        }
    }
}
