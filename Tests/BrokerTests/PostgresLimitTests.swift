import Foundation
import Jobs
import Postgres
import Storage
import TestSupport
import Testing

/// Limits without Redis, and the store's last word on every claim.
@Suite struct PostgresLimitTests {
    private func enqueue(
        _ count: Int, _ test: PostgresUnderTest, kind: JobKind = Make.kind, key: String? = nil, tenant: UUID = UUID()
    ) async throws -> [NewJob] {
        let definition = JobDefinition(kind: kind, queue: "test", timeout: .seconds(30))
        let jobs = (0..<count).map { _ in
            var job = NewJob(
                id: Make.minter.mint(), tenant: tenant, definition: definition, payload: Array("{}".utf8))
            job.limitKey = key
            return job
        }
        _ = try await test.store.enqueue(jobs)
        return jobs
    }

    private func take(_ count: Int, _ broker: PostgresBroker) async throws -> [TakenJob] {
        try await broker.take(
            from: "test", kinds: [Make.kind, "other"], tokens: ClaimToken.random(count), session: UUID(),
            lease: .seconds(30))
    }

    private func settle(_ jobs: [TakenJob], _ test: PostgresUnderTest) async throws {
        _ = try await test.store.settle(
            jobs.map {
                Settlement(
                    claim: $0.claim, tenant: $0.tenant, isUnique: false, isLimited: true,
                    transition: .succeeded(result: Array("{}".utf8)))
            })
    }

    private func slots(_ test: PostgresUnderTest) async throws -> Int {
        Int(try await test.owner.query("select count(*) from limit_permits").rows[0].decode(0, as: Int64.self))
    }

    @Test("without Redis, eight processes together run no more of a key than its limit, and all jobs run")
    func runningPerKey() async throws {
        try await PostgresUnderTest.with { test in
            try await test.store.change(
                [LimitChange(.init(.key, kind: Make.kind), running: 3)], in: "test")
            _ = try await enqueue(60, test, key: "a")
            _ = try await enqueue(60, test)
            let most = try await withThrowingTaskGroup(of: (Int, Int).self) { group in
                for _ in 0..<8 {
                    group.addTask {
                        let broker = test.another()
                        var (done, most) = (0, 0)
                        let end = ContinuousClock.now + .seconds(20)
                        while ContinuousClock.now < end {
                            let taken = try await take(4, broker)
                            most = max(most, try await slots(test))
                            try await settle(taken, test)
                            done += taken.count
                            if taken.isEmpty {
                                let open = try await test.owner.query(
                                    "select count(*) from jobs where status = 'queued'"
                                ).rows[0].decode(0, as: Int64.self)
                                if open == 0 { break }
                                try await broker.waitForWork(in: "test", for: .milliseconds(50))
                            }
                        }
                        return (done, most)
                    }
                }
                var (done, most) = (0, 0)
                for try await part in group { (done, most) = (done + part.0, max(most, part.1)) }
                #expect(done == 120)
                return most
            }
            // The jobs without a key have no place: nothing holds for them.
            #expect(most == 3)
            #expect(try await slots(test) == 0)
        }
    }

    @Test(
        "the store refuses a claim that the dispatcher let through when its limit is full, and gives the place back with every end"
    )
    func lastWord() async throws {
        try await PostgresUnderTest.with { test in
            try await test.store.change([LimitChange(.init(.kind, kind: Make.kind), running: 2)], in: "test")
            let jobs = try await enqueue(4, test)
            let session = UUID()
            func claim(_ jobs: [NewJob]) async throws -> [Claim] {
                let claims = jobs.map { Claim(id: $0.id, token: .random()) }
                return try await test.store.claim(claims, for: session, durably: true).map(\.claim)
            }
            var held = try await claim(jobs)
            #expect(held.count == 2)
            // Asked again with the same token it is given again, and counts once.
            #expect(try await test.store.claim(held, for: session, durably: true).count == 2)
            #expect(try await slots(test) == 2)
            let rest = jobs.filter { job in !held.contains { $0.id == job.id } }
            for end in [AttemptEnd.released, .crashed, .lost] {
                _ = try await test.store.end([held.removeLast()], as: end, alone: false)
                #expect(try await slots(test) == 1)
                let next = try await claim(rest).first
                held.append(try #require(next))
                _ = try await test.store.end([held.removeLast()], as: .released, alone: false)
                held.append(try #require(try await claim(rest).first))
            }
            // One that did not listen to its time-out keeps its place until its executor is gone.
            let late = held.removeLast()
            _ = try await test.store.end([late], as: .timedOut, alone: false)
            try await test.store.beat(
                WorkerSession(
                    id: session, worker: "test", queues: ["test"], host: "here", processID: 1, concurrency: 1,
                    version: "1"))
            try await test.owner.query("update limit_permits set since = now() - interval '1 minute'")
            try await test.store.sweepSlots(lease: .seconds(30))
            #expect(try await slots(test) == 2)
            #expect(try await claim(rest).isEmpty)
            try await test.store.leave([late])
            #expect(try await claim(rest).count == 1)
        }
    }

    @Test("without Redis starts come at their rate, counted from those that came with it")
    func rate() async throws {
        try await PostgresUnderTest.with { test in
            try await test.store.change(
                [LimitChange(.init(.kind, kind: Make.kind), rate: StartRate(perSecond: 20, burst: 2))], in: "test")
            _ = try await enqueue(100, test)
            let start = ContinuousClock.now
            var count = 0
            var time = Duration.zero
            while time < .seconds(2) || count < 10 && time < .seconds(60) {
                count += try await take(50, test.broker).count
                time = start.duration(to: .now)
                try await Task.sleep(for: .milliseconds(20))
            }
            let most = 2 + 20 * (time / .seconds(1)) + 1
            #expect(count >= 10 && Double(count) <= most, "\(count), at most \(most)")
        }
    }

    @Test("without Redis a paused kind and a paused queue give out nothing, and hide nothing of others")
    func paused() async throws {
        try await PostgresUnderTest.with { test in
            let tenant = UUID()
            _ = try await enqueue(1500, test, tenant: tenant)
            let other = try await enqueue(5, test, kind: "other", tenant: tenant)
            try await test.store.change([LimitChange(.init(.kind, kind: Make.kind), isPaused: true)], in: "test")
            var taken: [TakenJob] = []
            let found = try await eventually {
                taken += try await take(10, test.broker)
                return taken.count >= 5
            }
            #expect(found && Set(taken.map(\.claim.id)) == Set(other.map(\.id)))
            try await test.store.change(
                [
                    LimitChange(.init(.queue), isPaused: true),
                    LimitChange(.init(.kind, kind: Make.kind), isPaused: .some(nil)),
                ],
                in: "test")
            #expect(try await take(10, test.broker).isEmpty)
            try await test.store.change([LimitChange(.init(.queue), isPaused: .some(nil))], in: "test")
            let resumed = try await eventually { try await !take(10, test.broker).isEmpty }
            #expect(resumed)
        }
    }

    @Test("limits that programs declare hold until an operator sets others, and a narrower rule precedes a wider one")
    func precedence() async throws {
        try await PostgresUnderTest.with { test in
            let definition = JobDefinition(
                kind: Make.kind, queue: "test", timeout: .seconds(30),
                limits: [.running(3, per: .key), .starts(10, per: .second, each: .tenant)])
            try await test.store.register([definition])
            let first = try await test.store.limits(of: "test")
            #expect(
                Set(first.rules) == [
                    LimitRule(.init(.key, kind: Make.kind), running: 3, isPaused: false),
                    LimitRule(.init(.tenant, kind: Make.kind), rate: 10, burst: 1, isPaused: false),
                ])
            try await test.store.register([definition])
            #expect(try await test.store.limits(of: "test").version == first.version)
            let tenant = UUID()
            try await test.store.change(
                [
                    LimitChange(.init(.key, kind: Make.kind, subject: "a"), running: 1),
                    LimitChange(.init(.tenant, kind: Make.kind), rate: StartRate(perSecond: 0)),
                    LimitChange(.init(.tenant, subject: tenant.uuidString.lowercased()), weight: 2.5),
                ], in: "test")
            let second = try await test.store.limits(of: "test")
            #expect(second.version > first.version && second.weights == [tenant: 2.5])
            #expect(
                second.rules.contains(
                    LimitRule(.init(.key, kind: Make.kind, subject: "a"), running: 1, isPaused: false)))
            #expect(second.rules.contains { $0.target == .init(.tenant, kind: Make.kind) && $0.rate == 0 })
            try await test.store.change([], dropping: [Make.kind], in: "test")
            #expect(Set(try await test.store.rules(of: "test").map(\.target.scope)) == [.tenant])
            try await test.store.register([JobDefinition(kind: Make.kind, queue: "test", timeout: .seconds(30))])
            #expect(try await test.store.declaredRules(of: "test").isEmpty)
        }
    }
}
