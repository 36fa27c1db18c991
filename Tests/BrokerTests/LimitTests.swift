import Broker
import Foundation
import Jobs
import Redis
import TestSupport
import Testing

/// What the dispatcher in Redis lets through.
@Suite struct LimitTests {
    @Test("of a key no more run at once than its limit says, and each end lets one more start")
    func runningPerKey() async throws {
        try await BrokerUnderTest.with { test in
            try await test.limit([LimitRule(.init(.key, kind: Make.kind), running: 3)])
            try await test.broker.offer((0..<10).map { _ in Make.offer(limitKey: "a") })
            try await test.broker.offer([Make.offer(limitKey: "b"), Make.offer()])
            let suite = JobBrokerSuite(broker: test.broker)
            let taken = try await suite.take(20)
            #expect(taken.count == 5)
            let limited = taken.filter { $0.lane == Lane(kind: Make.kind, limitKey: "a") }
            #expect(limited.count == 3 && limited.allSatisfy(\.isLimited))
            #expect(taken.filter { !$0.isLimited }.count == 1)
            #expect(try await suite.take(20).isEmpty)
            try await suite.settle([limited[0]])
            let next = try await suite.take(20)
            #expect(next.count == 1)
            try await test.broker.release([limited[1].claim], in: "test")
            #expect(try await suite.take(20).map(\.claim.id) == [limited[1].claim.id])
            // Whatever order they end in, all of them run.
            var held = [limited[2]] + next
            var done = 2
            while let job = held.popLast() {
                try await suite.settle([job])
                done += 1
                held += try await suite.take(20)
                #expect(held.count <= 3)
            }
            #expect(done >= 9)
        }
    }

    @Test("limits of tenants, kinds and the whole queue hold together, the narrowest one that is set first")
    func scopes() async throws {
        try await BrokerUnderTest.with { test in
            let (small, big) = (UUID(), UUID())
            try await test.limit([
                LimitRule(.init(.queue), running: 9), LimitRule(.init(.kind, kind: "other"), running: 2),
                LimitRule(.init(.tenant), running: 4),
                LimitRule(.init(.tenant, subject: small.uuidString.lowercased()), running: 1),
            ])
            try await test.broker.offer(
                Make.offers(20, tenant: small) + Make.offers(20, tenant: big)
                    + (0..<20).map { _ in Make.offer(kind: "other") } + (0..<20).map { _ in Make.offer() })
            let taken = try await JobBrokerSuite(broker: test.broker).take(50, kinds: [Make.kind, "other"])
            #expect(taken.count == 9)
            #expect(taken.filter { $0.tenant == small }.count <= 1)
            #expect(taken.filter { $0.tenant == big }.count <= 4)
            #expect(taken.filter { $0.lane.kind == "other" }.count <= 2)
        }
    }

    @Test(
        "starts come at their rate, with no more than the burst at once, and a wiped server begins with none to spare")
    func rate() async throws {
        try await BrokerUnderTest.with { test in
            try await test.limit([LimitRule(.init(.kind, kind: Make.kind), rate: 50, burst: 5)])
            // A server that has just begun has none to spare.
            try await Task.sleep(for: .milliseconds(300))
            let suite = JobBrokerSuite(broker: test.broker)
            var start = ContinuousClock.now
            for round in 0..<2 {
                try await test.broker.offer((0..<200).map { _ in Make.offer() })
                var count = 0
                if round == 0 {
                    count = try await suite.take(100).count
                    #expect((1...7).contains(count))
                }
                while start.duration(to: .now) < .seconds(1) {
                    try await test.broker.waitForWork(in: "test", for: .seconds(1))
                    count += try await suite.take(100).count
                }
                let most = Double(5 * (1 - round)) + 50 * (start.duration(to: .now) / .seconds(1)) + 1
                #expect(count >= 10 && Double(count) <= most, "\(count), at most \(most)")
                try await test.flush()
                start = .now
                try await test.limit([LimitRule(.init(.kind, kind: Make.kind), rate: 50, burst: 5)])
            }
        }
    }

    @Test("a paused kind and a paused queue give out nothing until they are resumed, and keep what is offered")
    func paused() async throws {
        try await BrokerUnderTest.with { test in
            let suite = JobBrokerSuite(broker: test.broker)
            try await test.broker.offer([Make.offer(), Make.offer(kind: "other")])
            try await test.limit([LimitRule(.init(.kind, kind: "other"), isPaused: true)])
            #expect(try await suite.take(5, kinds: [Make.kind, "other"]).map(\.lane.kind) == [Make.kind])
            try await test.limit([LimitRule(.init(.queue), isPaused: true)], version: 2)
            try await test.broker.offer([Make.offer()])
            #expect(try await suite.take(5, kinds: [Make.kind, "other"]).isEmpty)
            #expect(try await test.broker.stats(of: "test").leased == 1)
            try await test.limit([], version: 3)
            #expect(try await suite.take(5, kinds: [Make.kind, "other"]).count == 2)
        }
    }

    @Test("a server that knows no limits gives out nothing before it has them and what runs under them")
    func wiped() async throws {
        try await BrokerUnderTest.with { test in
            let truth = FakeLimitStore()
            let broker = RedisBroker(redis: test.redis, limits: truth)
            let suite = JobBrokerSuite(broker: broker)
            truth.rules = [LimitRule(.init(.key, kind: Make.kind), running: 3)]
            try await broker.offer((0..<10).map { _ in Make.offer(limitKey: "a") })
            let taken = try await suite.take(10)
            #expect(taken.count == 3)
            truth.held = taken.map { LimitPermit(claim: $0.claim, tenant: $0.tenant, lane: $0.lane) }
            try await test.flush()
            try await broker.offer((0..<10).map { _ in Make.offer(limitKey: "a") })
            #expect(try await suite.take(10).isEmpty)
            // The store's answer is awaited: no answer, no job.
            try await test.flush()
            truth.isUp = false
            try await broker.offer([Make.offer()])
            await #expect(throws: FakeLimitStore.Down.self) { try await suite.take(10) }
        }
    }

    @Test("places that leaked are given back by the next comparison, and places held elsewhere are counted")
    func compared() async throws {
        try await BrokerUnderTest.with { test in
            try await test.limit([LimitRule(.init(.key, kind: Make.kind), running: 2)])
            let suite = JobBrokerSuite(broker: test.broker)
            try await test.broker.offer((0..<10).map { _ in Make.offer(limitKey: "a") })
            #expect(try await suite.take(10).count == 2)
            #expect(try await test.broker.compare([], in: "test") == 0)
            // The leases vanish, so that they will never be ended.
            try await test.delete(["flotilla:{test}:held", "flotilla:{test}:leases"])
            #expect(try await suite.take(10).isEmpty)
            #expect(try await test.broker.compare([], in: "test") == 2)
            #expect(try await suite.take(10).count == 2)
            let foreign = LimitPermit(
                claim: Claim(id: Make.minter.mint(), token: .random()), tenant: UUID(),
                lane: Lane(kind: Make.kind, limitKey: "b"))
            #expect(try await test.broker.compare([foreign], in: "test") == 1)
            try await test.broker.offer((0..<5).map { _ in Make.offer(limitKey: "b") })
            #expect(try await suite.take(10).count == 1)
        }
    }

    @Test("a limit that is set while more run than it allows lets nothing start until enough have ended")
    func lowered() async throws {
        try await BrokerUnderTest.with { test in
            let suite = JobBrokerSuite(broker: test.broker)
            try await test.broker.offer((0..<10).map { _ in Make.offer() })
            let taken = try await suite.take(5)
            try await test.limit([LimitRule(.init(.kind, kind: Make.kind), running: 3)], version: 2)
            #expect(try await suite.take(5).isEmpty)
            try await suite.settle(Array(taken.prefix(2)))
            #expect(try await suite.take(5).isEmpty)
            try await suite.settle([taken[2]])
            #expect(try await suite.take(5).count == 1)
            // Rules that are older than what is known change nothing.
            try await test.limit([], version: 1)
            #expect(try await suite.take(5).isEmpty)
        }
    }

    @Test("a tenant of weight 3 gets three times the slot-time of one of weight 1")
    func weights() async throws {
        try await BrokerUnderTest.with { test in
            let (heavy, light) = (UUID(), UUID())
            try await test.broker.publish(QueueLimits(version: 1, weights: [heavy: 3]), counting: [], in: "test")
            try await test.broker.offer(Make.offers(400, tenant: heavy) + Make.offers(400, tenant: light))
            let suite = JobBrokerSuite(broker: test.broker)
            var served: [UUID: Int] = [:]
            for _ in 0..<40 {
                let taken = try await suite.take(10)
                for job in taken { served[job.tenant, default: 0] += 1 }
                try await suite.settle(taken, slotTime: .milliseconds(5))
            }
            let ratio = Double(served[heavy] ?? 0) / Double(served[light] ?? 1)
            #expect((2.8...3.2).contains(ratio), "\(served)")
        }
    }

    @Test("a waiting job's diagnosis has the number of its tenant's jobs before it, and the limits that block it")
    func hold() async throws {
        try await BrokerUnderTest.with { test in
            let tenant = UUID()
            try await test.limit([
                LimitRule(.init(.key, kind: Make.kind), running: 2), LimitRule(.init(.kind, kind: "slow"), rate: 0.1),
                LimitRule(.init(.kind, kind: "other"), isPaused: true),
            ])
            let limited = (0..<5).map { _ in Make.offer(tenant: tenant, limitKey: "a") }
            try await test.broker.offer(limited)
            let suite = JobBrokerSuite(broker: test.broker)
            #expect(try await suite.take(10).count == 2)
            let plain = Make.offer(tenant: tenant, priority: 5)
            let first = Make.offer(tenant: tenant)
            try await test.broker.offer([first, plain])
            let time = Duration.seconds(5)
            let held = try #require(try await test.broker.hold(of: limited[4], within: time))
            #expect(held.blockingLimits == [.init(scope: .key, kind: Make.kind, reason: .running(2, of: 2))])
            let open = try #require(try await test.broker.hold(of: plain, within: time))
            #expect(open == JobBlock(ahead: 1, blockingLimits: []))
            #expect(try await test.broker.hold(of: limited[0], within: time) == nil)
            let (other, slow) = (Make.offer(kind: "other"), Make.offer(kind: "slow"))
            try await test.broker.offer([other, slow])
            #expect(
                try await test.broker.hold(of: other, within: time)?.blockingLimits
                    == [.init(scope: .kind, kind: "other", reason: .paused)])
            guard
                case .rate(let rate, let next) = try await test.broker.hold(of: slow, within: time)?.blockingLimits[0]
                    .reason
            else { return #expect(Bool(false), "no rate") }
            #expect(abs(rate - 0.1) < 0.01 && next > .seconds(8))
            let usage = try await test.broker.usage(of: "test", limit: 10)
            #expect(usage.contains { $0.scope == .key && $0.running == 2 && $0.limit == 2 && $0.waiting == 1 })
        }
    }

    @Test("a limited backlog of many thousand jobs, in one line or in thousands, costs a take of others nothing")
    func backlogCostsNothing() async throws {
        try await BrokerUnderTest.with { test in
            try await test.limit([
                LimitRule(.init(.key, kind: Make.kind), running: 1), LimitRule(.init(.kind, kind: "hold"), running: 0),
            ])
            let suite = JobBrokerSuite(broker: test.broker)
            let before = try await cost(suite, test)
            let tenants = (0..<600).map { _ in UUID() }
            let parts = Settings.size(4, full: 20)
            for part in 0..<parts {
                try await test.broker.offer(
                    (0..<2500).map { _ in Make.offer(tenant: tenants[0], limitKey: "a") }
                        + (0..<2500).map {
                            Make.offer(tenant: tenants[$0 % 600], kind: "hold", limitKey: "\(part) \($0)")
                        })
            }
            // What is full leaves the rotation once.
            var rounds = 0
            while try await !suite.take(10, kinds: [Make.kind, "hold"]).isEmpty || rounds < 250 { rounds += 1 }
            let after = try await cost(suite, test)
            print(
                "figure: commands inside Redis for a take of 10: \(before) alone, \(after) beside \(parts * 5000) limited jobs"
            )
            #expect(after <= before + 60)
        }
    }

    /// Commands inside Redis for a take of ten jobs, the mean of 20.
    private func cost(_ suite: JobBrokerSuite, _ test: BrokerUnderTest) async throws -> Int {
        var calls = 0
        for _ in 0..<20 {
            try await test.broker.offer((0..<10).map { _ in Make.offer(kind: "free") })
            let start = try await test.calls()
            let taken = try await suite.take(10, kinds: [Make.kind, "hold", "free"])
            calls += try await test.calls() - start
            #expect(taken.filter { $0.lane.kind == "free" }.count == 10)
            try await suite.settle(taken)
        }
        return calls / 20
    }
}

extension BrokerUnderTest {
    func limit(_ rules: [LimitRule], version: Int64 = 1) async throws {
        try await broker.publish(QueueLimits(version: version, rules: rules), counting: [], in: queue)
    }

    /// Commands that the server has run, those inside scripts too.
    func calls() async throws -> Int {
        let text = try await redis.command(RedisCommand("INFO", "commandstats")).utf8 ?? ""
        return text.split(whereSeparator: \.isNewline).compactMap { line in
            line.split(separator: ":calls=").last?.split(separator: ",").first.flatMap { Int($0) }
        }.reduce(0, +)
    }
}

/// A store that says what a test wants.
final class FakeLimitStore: LimitStore, @unchecked Sendable {
    // Only ever used by one test task at a time.
    struct Down: Error {}

    var rules: [LimitRule] = []
    var held: [LimitPermit] = []
    var isUp = true

    func limitVersions() async throws -> [QueueName: Int64] { ["test": 1] }

    func limits(of queue: QueueName) async throws -> QueueLimits {
        guard isUp else { throw Down() }
        return QueueLimits(version: 1, rules: rules)
    }

    func slots(of queue: QueueName, olderThan age: Duration) async throws -> [LimitPermit] { held }
    func occupy(_ claims: [Claim], in queue: QueueName) async throws {}
    func leave(_ claims: [Claim]) async throws {}
    func sweepSlots(lease: Duration) async throws {}
}
