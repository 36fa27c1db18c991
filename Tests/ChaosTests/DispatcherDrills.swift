import FleetTestSupport
import Foundation
import TestSupport
import Testing

extension Drills {
    @Suite("The dispatcher", .serialized) struct Dispatcher {
        @Test("Redis wiped twice and killed once in mid-load: 20,000 jobs all end, and none takes effect twice")
        func wipedAndKilled() async throws {
            try await Drill.run("redis lost") { drill in
                let batches = Settings.size(20, full: 100)
                // Jobs that have waited for long are offered again only when a new dispatcher is filled.
                let old = batches * 100
                try await drill.insertAged(old, age: .seconds(300), sleep: 1)
                let crew = SupervisedWorkers(drill.fleet)
                try await crew.add(1, of: "enqueuer")
                let start = ContinuousClock.now
                async let load: Void = Self.load(drill, batches: batches)
                // A backlog that the dispatcher can lose.
                _ = try await eventually { drill.accepted.count >= batches * 600 + old }
                try await crew.add(2, of: "BenchWorker")
                // In mid-load: by what has been done, not by time.
                for share in [0.15, 0.4, 0.65] {
                    let wanted = Int(Double(batches) * 1000 * share)
                    _ = try await eventually(within: .seconds(120)) {
                        try await drill.fleet.count("select count(*) from bench_effects") >= wanted
                    }
                    if share == 0.4 {
                        await drill.fleet.redis.kill()
                        try await Task.sleep(for: .milliseconds(500))
                        try await drill.fleet.redis.restart()
                    } else {
                        try await drill.flush()
                    }
                }
                try await load
                try await drill.expectAllOnce(ends: ["released"], within: .seconds(120))
                let time = start.duration(to: .now)
                let count = drill.accepted.count
                drill.report(
                    "\(count) jobs in \(time.text), \(Int(Double(count) / time.seconds))/s; slowest 202 of a thousand jobs \(drill.slowest.text)"
                )
                #expect(count == batches * 1000 + old)
                await crew.end()
            }
        }

        private static func load(_ drill: Drill, batches: Int) async throws {
            for batch in 0..<batches {
                try await drill.post(
                    (0..<1000).map { $0 % 10 == 0 ? drill.sleep(5, batch + $0) : drill.noop(batch + $0) })
            }
        }

        @Test("frozen or dead, Redis delays no 202: half of them come as they did before")
        func acceptance() async throws {
            try await Drill.run("202 without redis") { drill in
                let count = Settings.size(150, full: 1000)
                _ = try await Self.times(50, drill)
                var rounds: [String] = []
                // Noise of the machine passes, a wait for Redis does not: one quiet round of three is enough.
                var isGood = false
                for _ in 0..<3 where !isGood {
                    let before = try await Self.times(count, drill)
                    drill.fleet.redis.freeze()
                    let frozen = try await Self.times(count, drill)
                    drill.fleet.redis.thaw()
                    await drill.fleet.redis.kill()
                    let dead = try await Self.times(count, drill)
                    try await drill.fleet.redis.restart()
                    // A wait for Redis would delay every answer: the median shows it, whatever else uses the machine.
                    isGood = [frozen, dead].allSatisfy {
                        Figures.median($0) <= Figures.median(before) + .milliseconds(25)
                    }
                    rounds.append(
                        [("before", before), ("frozen", frozen), ("dead", dead)].map { name, times in
                            "\(name) median \(Figures.median(times).text), slowest \((times.max() ?? .zero).text)"
                        }.joined(separator: "; "))
                    drill.report(rounds.last ?? "")
                }
                #expect(isGood, "\(rounds)")
                let crew = SupervisedWorkers(drill.fleet)
                try await crew.add(1, of: "enqueuer")
                try await crew.add(1, of: "BenchWorker")
                try await drill.expectAllOnce()
                await crew.end()
            }
        }

        private static func times(_ count: Int, _ drill: Drill) async throws -> [Duration] {
            var times: [Duration] = []
            for number in 0..<count {
                let start = ContinuousClock.now
                #expect(try await drill.ask([drill.noop(number)]))
                times.append(start.duration(to: .now))
            }
            return times
        }

        @Test("Redis away for long and back as it was: jobs that were not offered meanwhile run, however old they are")
        func thawed() async throws {
            try await Drill.run("redis thawed") { drill in
                let crew = SupervisedWorkers(drill.fleet)
                try await crew.add(1, of: "enqueuer")
                try await crew.add(1, of: "BenchWorker")
                try await drill.post([drill.noop(0)])
                try await drill.drained(within: .seconds(20))
                drill.fleet.redis.freeze()
                // As if they had been accepted five minutes ago, when the dispatcher was already away.
                try await drill.insertAged(20, age: .seconds(300), sleep: 1)
                try await Task.sleep(for: .seconds(8))
                drill.fleet.redis.thaw()
                try await drill.expectAllOnce(within: .seconds(30))
                await crew.end()
            }
        }
    }
}
