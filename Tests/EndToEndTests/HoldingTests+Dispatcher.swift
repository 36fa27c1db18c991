import FleetTestSupport
import Foundation
import Redis
import TestSupport
import Testing

/// Redis gone, frozen and back, while jobs come, run and wait.
extension HoldingTests {
    /// Posts short jobs for several tenants.
    private func post(_ count: Int, for tenants: [String]) async throws -> [String] {
        var ids: [String] = []
        for number in 0..<count {
            let tenant = tenants[number % tenants.count]
            ids.append(try await admin.job("bench.sleep", ["ms": 20], ["tenant": .string(tenant)]))
        }
        return ids
    }

    private func tenants() async throws -> [String] {
        [estate.tenant.id, try await fleet.signUp().id, try await fleet.signUp().id]
    }

    /// Every job took effect once: as many rows as jobs, and no job with two.
    private func expectOneEffectEach(_ ids: [String], within limit: Duration) async throws {
        let all = try await eventually(within: limit) { try await estate.effects(of: ids) >= ids.count }
        #expect(all)
        #expect(try await estate.effects(of: ids) == ids.count)
        for id in ids {
            let job = try await admin.settled(id)
            #expect(job["status"] == "succeeded" && job["attempt"] == 1, "\(job)")
        }
    }

    @Test("Redis killed: jobs of every tenant that come now run now, whatever waits for whom")
    func runsWithoutRedis() async throws {
        let tenants = try await tenants()
        try await estate.withWorkers(2, of: "BenchWorker", ["CONCURRENCY": "4"]) { _ in
            let flood = try await post(60, for: [tenants[0]])
            await fleet.redis.kill()
            let start = ContinuousClock.now
            let ids = try await post(12, for: tenants)
            try await expectOneEffectEach(ids, within: .seconds(10))
            print("figure: 12 jobs of 3 tenants behind 60 of one, with Redis killed: \(start.duration(to: .now))")
            try await expectOneEffectEach(flood, within: .seconds(10))
            let retried = try await admin.job("bench.fail", ["times": 1], ["tenant": .string(tenants[1])])
            #expect(try await admin.settled(retried)["status"] == "succeeded")
            try await fleet.redis.restart()
            let later = try await post(6, for: tenants)
            try await expectOneEffectEach(later, within: .seconds(10))
            try await expectOneEffectEach(ids + flood, within: .zero)
        }
    }

    @Test("Redis frozen: what runs ends in time and is kept, what comes runs, and after the thaw nothing is doubled")
    func runsBesideFrozenRedis() async throws {
        let tenants = try await tenants()
        try await estate.withWorkers(2, of: "BenchWorker", ["CONCURRENCY": "4"]) { workers in
            // Longer than a lease, and one that does not listen to its limit.
            let long = try await admin.job("bench.sleep", ["ms": 5000])
            let deaf = try await admin.job("bench.spin", ["ms": 60_000], ["timeout": 3, "max_attempts": 1])
            _ = try await estate.holder(of: long, among: workers)
            _ = try await estate.holder(of: deaf, among: workers)
            let ready = try await post(20, for: tenants)
            fleet.redis.freeze()
            let start = ContinuousClock.now
            let ids = try await post(12, for: tenants)
            try await expectOneEffectEach(ids + ready, within: .seconds(12))
            print("figure: 12 jobs of 3 tenants, with Redis frozen: \(start.duration(to: .now))")
            let late = try await admin.settled(deaf)
            #expect(late["status"] == "failed" && late["attempts"][0]["ended"] == "timed_out", "\(late)")
            try await expectOneEffectEach([long], within: .seconds(10))
            fleet.redis.thaw()
            let later = try await post(12, for: tenants)
            try await expectOneEffectEach(later, within: .seconds(10))
            try await expectOneEffectEach(ids + ready + [long], within: .zero)
        }
    }

    @Test("Redis back and empty in the middle of it: everything runs, and once")
    func redisBackEmpty() async throws {
        let tenants = try await tenants()
        try await estate.withWorkers(of: "BenchWorker", ["CONCURRENCY": "1"]) { _ in
            let before = try await post(30, for: tenants)
            await fleet.redis.kill()
            let without = try await post(30, for: tenants)
            #expect(try await eventually { try await estate.effects(of: before + without) >= 10 })
            try await fleet.redis.restart()
            let after = try await post(10, for: tenants)
            try await expectOneEffectEach(before + without + after, within: .seconds(30))
        }
    }

    // MARK: PostgreSQL

    @Test("PostgreSQL killed while jobs run: their claims are asserted when it is back, and each result counts once")
    func postgresKilled() async throws {
        try await estate.withWorkers(of: "BenchWorker", ["CONCURRENCY": "4"]) { workers in
            let ids = try await sleepers(4, ms: 6000)
            for id in ids { _ = try await estate.holder(of: id, among: workers) }
            try await fleet.postgres.kill()
            try await fleet.postgres.start()
            #expect(await workers[0].line(with: "claims were asserted again") != nil)
            try await expectOneEffectEach(ids, within: .seconds(20))
        }
    }
}
