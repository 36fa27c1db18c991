import FleetTestSupport
import Foundation
import Postgres
import RedisTestSupport
import TestSupport
import Testing

extension Drills {
    @Suite("Limits", .serialized) struct Limiting {
        private static let keys = ["left", "right"]

        @Test("a limit of 3 by key holds while workers and executors are killed, Redis is wiped, and Redis is away")
        func held() async throws {
            try await Drill.run("limit of 3", environment: ["CONCURRENCY": "8"]) { drill in
                var generator = SeededGenerator(Settings.seed)
                drill.report("seed \(Settings.seed)")
                let answer = try await drill.admin.send(
                    "PATCH", "/queues/bench",
                    body: JSON.object([
                        "kinds": .object(["bench.sleep": .object(["each_key": .object(["running": 3])])])
                    ]).bytes)
                #expect(answer.status == 200, "\(answer)")
                let crew = SupervisedWorkers(drill.fleet)
                try await crew.add(1, of: "enqueuer")
                let workers = SupervisedWorkers(drill.fleet)
                try await workers.add(3, of: "BenchWorker")
                let count = Settings.size(600, full: 4000)
                for part in 0..<(count / 100) {
                    try await drill.post(
                        (0..<100).map { number in
                            drill.job(
                                "bench.sleep", ["ms": .number(Double(Int.random(in: 40...160, using: &generator)))],
                                number, ["limit_key": .string(Self.keys[number % 2])])
                        } + (0..<20).map { drill.noop($0 + part) })
                }
                var deeds: [String: Int] = [:]
                for round in 0..<Settings.size(12, full: 60) {
                    try await Task.sleep(for: .milliseconds(500))
                    let deed = ["worker", "executor", "flush", "outage"][
                        round < 4 ? round : Int.random(in: 0..<4, using: &generator)]
                    deeds[deed, default: 0] += 1
                    switch deed {
                    case "worker": await workers.members.randomElement(using: &generator)?.kill()
                    case "executor":
                        for child in workers.members.randomElement(using: &generator)?.children ?? [] {
                            kill(child, SIGKILL)
                        }
                    case "flush": try await drill.flush()
                    default:
                        await drill.fleet.redis.kill()
                        try await Task.sleep(for: .seconds(2))
                        try await drill.fleet.redis.restart()
                    }
                }
                try await drill.expectAllOnce(
                    ends: ["lost", "crashed", "released"], within: .seconds(Settings.size(150, full: 900)))
                let most = try await Self.mostAtOnce(drill)
                drill.report(
                    "at most \(most) at once of a key with a limit of 3; "
                        + deeds.sorted { $0.key < $1.key }.map { "\($0.value) \($0.key)" }.joined(separator: ", "))
                #expect(most == 3, "seed \(Settings.seed)")
                let isFree = try await eventually(within: .seconds(20)) {
                    try await drill.fleet.count("select count(*) from limit_permits") == 0
                }
                #expect(isFree, "places leaked")
                await workers.end()
                await crew.end()
            }
        }

        /// By the jobs' own records: every attempt from its start to its end.
        private static func mostAtOnce(_ drill: Drill) async throws -> Int {
            try await drill.fleet.count(
                """
                with attempt as (
                    select limit_key, started_at, finished_at from jobs
                    union all
                    select job.limit_key, earlier.started_at, earlier.finished_at
                    from job_attempts earlier join jobs job on job.id = earlier.job_id
                ), change as (
                    select limit_key, started_at as at, 1 as delta from attempt where limit_key is not null
                    union all
                    select limit_key, finished_at, -1 from attempt where limit_key is not null
                )
                select max(running) from (
                    select sum(delta) over (partition by limit_key order by at, delta) as running from change) moment
                """)
        }

        @Test(
            "paused, a queue and a kind start nothing, also after a wipe, a restart and without Redis; resumed, all run"
        )
        func paused() async throws {
            try await Drill.run("paused") { drill in
                let crew = SupervisedWorkers(drill.fleet)
                try await crew.add(1, of: "enqueuer")
                try await crew.add(1, of: "BenchWorker")
                try await drill.post([drill.noop(0)])
                try await drill.drained(within: .seconds(20))
                #expect(try await drill.admin.post("/queues/bench/pause", ["kind": "bench.sleep"]).status == 200)
                try await Task.sleep(for: .seconds(1))
                try await drill.post((0..<20).map { drill.sleep(1, $0) } + (0..<20).map { drill.noop($0) })
                func done() async throws -> Int {
                    try await drill.fleet.count("select count(*) from jobs where status = 'succeeded'")
                }
                let othersRan = try await eventually(within: .seconds(20)) { try await done() == 21 }
                #expect(othersRan)
                try await drill.flush()
                try await crew.add(1, of: "BenchWorker")
                #expect(try await drill.admin.post("/queues/bench/pause", [:]).status == 200)
                try await Task.sleep(for: .seconds(1))
                try await drill.post((0..<20).map { drill.noop($0) })
                await drill.fleet.redis.kill()
                try await Task.sleep(for: .seconds(4))
                #expect(try await done() == 21)
                try await drill.fleet.redis.restart()
                try await Task.sleep(for: .seconds(3))
                #expect(try await done() == 21)
                for body: JSON in [[:], ["kind": "bench.sleep"]] {
                    #expect(try await drill.admin.post("/queues/bench/resume", body).status == 200)
                }
                try await drill.expectAllOnce(ends: ["released"], within: .seconds(30))
                await crew.end()
            }
        }

        @Test("starts of a kind keep to their rate over all workers")
        func rate() async throws {
            try await Drill.run("rate") { drill in
                let perSecond = 20
                let answer = try await drill.admin.send(
                    "PATCH", "/queues/bench",
                    body: JSON.object([
                        "kinds": .object([
                            "bench.noop": .object(["starts": .object(["per_second": .number(Double(perSecond))])])
                        ])
                    ]).bytes)
                #expect(answer.status == 200, "\(answer)")
                let crew = SupervisedWorkers(drill.fleet)
                try await crew.add(1, of: "enqueuer")
                try await crew.add(2, of: "BenchWorker")
                try await drill.post((0..<200).map { drill.noop($0) })
                try await Task.sleep(for: .seconds(3))
                try await drill.flush()
                try await drill.expectAllOnce(ends: ["released"], within: .seconds(90))
                let most = try await drill.fleet.count(
                    """
                    select max(count) from (select count(*) over (
                        order by started_at range between current row and interval '3 seconds' following)
                        from jobs) moment
                    """)
                let span = try await drill.fleet.count(
                    "select extract(epoch from max(started_at) - min(started_at))::bigint * 1000 from jobs")
                drill.report(
                    "at most \(most) starts in three seconds of a rate of \(perSecond); 200 in \(span / 1000) s")
                // A burst of one, and a second by which starts may bunch on their way: other tests use the machine, too.
                #expect(most <= 4 * perSecond + 1)
                #expect(span >= 9_000)
                await crew.end()
            }
        }
    }
}
