import FleetTestSupport
import Foundation
import TestSupport
import Testing

extension Drills {
    @Suite("Enqueuers", .serialized) struct Enqueuers {
        @Test("two enqueuers, each killed at random: scheduled and retrying jobs are neither lost nor run twice")
        func killedAtRandom() async throws {
            try await Drill.run("enqueuers killed") { drill in
                drill.report("seed \(Settings.seed)")
                var generator = SeededGenerator(Settings.seed)
                let crew = SupervisedWorkers(drill.fleet)
                try await crew.add(2, of: "BenchWorker")
                let enqueuers = SupervisedWorkers(drill.fleet)
                try await enqueuers.add(2, of: "enqueuer")
                let rounds = Settings.size(16, full: 150)
                var kills = 0
                for round in 0..<rounds {
                    try await drill.post(Self.jobs(round, using: &generator))
                    if round == rounds / 2 { try await drill.flush() }
                    let pause = Int.random(in: 100...600, using: &generator)
                    try await Task.sleep(for: .milliseconds(pause))
                    await enqueuers.members.randomElement(using: &generator)?.kill()
                    kills += 1
                }
                let verdict = try await drill.expectAllOnce(ends: ["error", "released"])
                let thirds = try await drill.fleet.count(
                    "select count(*) from jobs where kind = 'bench.fail' and attempt = 3 and errors = 2")
                let late = try await drill.fleet.database.query(
                    """
                    select percentile_cont(0.5) within group (order by late), max(late) from (
                        select extract(epoch from started_at - run_at)::float8 as late
                        from jobs where kind <> 'bench.fail' and run_at is not null) due
                    """
                ).rows
                let early = try await drill.fleet.count(
                    "select count(*) from jobs where kind <> 'bench.fail' and started_at < run_at")
                let first = try await drill.fleet.count(
                    "select count(*) from jobs where kind <> 'bench.fail' and attempt > 1")
                let (median, most) = (
                    try late.first?.decode(0, as: Double.self) ?? 0, try late.first?.decode(1, as: Double.self) ?? 0
                )
                drill.report(
                    "\(kills) enqueuers killed; \(thirds) jobs failed twice and succeeded; scheduled ones late by median "
                        + "\(Duration.seconds(median).text), at most \(Duration.seconds(most).text)")
                #expect(thirds == rounds * 5)
                #expect(early == 0)
                #expect(first == 0)
                #expect(verdict.ends["error"] == rounds * 10)
                await enqueuers.end()
                await crew.end()
            }
        }

        private static func jobs(_ round: Int, using generator: inout SeededGenerator) -> [JSON] {
            (0..<25).map { number in
                let time = Date(timeIntervalSinceNow: .random(in: 0.2...4, using: &generator))
                let options: [String: JSON] = [
                    "run_at": .string(time.formatted(Date.ISO8601FormatStyle(includingFractionalSeconds: true)))
                ]
                return switch number % 5 {
                case 0: Self.job("bench.fail", ["times": 2], [:])
                case 1: Self.job("bench.sleep", ["ms": 20], options)
                default: Self.job("bench.noop", [:], options)
                }
            }
        }

        private static func job(_ kind: String, _ payload: JSON, _ options: [String: JSON]) -> JSON {
            .object(options.merging(["kind": .string(kind), "payload": payload]) { $1 })
        }
    }
}
