import FleetTestSupport
import Foundation
import TestSupport
import Testing

extension Drills {
    @Suite("Busy loops", .serialized) struct Loops {
        @Test("busy loops end at their limit, what runs beside them keeps its first attempt, and the heart beats on")
        func limits() async throws {
            try await Drill.run("busy loops", environment: ["SHUTDOWN_GRACE": "4s"]) { drill in
                let crew = SupervisedWorkers(drill.fleet)
                try await crew.add(1, of: "enqueuer")
                // Not supervised: it is asked to end, and is not to be restarted.
                let worker = try await drill.fleet.startWorker("BenchWorker")
                for count in [3, 8] { try await Self.spin(count, drill) }
                // The loops are dead letters on purpose.
                let spun = try await drill.fleet.count("select count(*) from jobs where kind = 'bench.spin'")
                #expect(spun == 11)
                _ = try await drill.fleet.database.query("delete from jobs where kind = 'bench.spin'")
                try await drill.expectAllOnce(ends: ["released"])
                try await Self.terminate(worker, drill)
                await crew.end()
            }
        }

        private static func spin(_ count: Int, _ drill: Drill) async throws {
            let beats = Task { try await longestSilence(drill) }
            try await drill.post((0..<5).map { drill.sleep(4000, $0) })
            var ids: [String] = []
            for _ in 0..<count {
                ids.append(
                    try await drill.admin.job("bench.spin", ["ms": 60_000], ["timeout": 1, "max_attempts": 1]))
            }
            for number in 0..<10 {
                try await drill.post((0..<10).map { drill.noop(number + $0) })
                try await Task.sleep(for: .milliseconds(200))
            }
            try await drill.drained(within: .seconds(40))
            beats.cancel()
            let silence = try await beats.value
            let numbers = ids.compactMap(UUID.init(uuidString:))
            let rows = try await drill.fleet.database.query(
                """
                select extract(epoch from finished_at - started_at)::float8, attempt_end
                from jobs where id = any(\(numbers))
                """
            ).rows
            let times = try rows.map { Duration.seconds(try $0.decode(0, as: Double.self)) }
            #expect(try rows.allSatisfy { try $0.decode(1, as: String.self) == "timed_out" })
            drill.report(
                "\(count) loops of 1 s + 1 s: settled after median \(Figures.median(times).text), at most "
                    + "\((times.max() ?? .zero).text); longest silence of the heart \(silence.text)")
            #expect(times.count == count && times.max() ?? .zero < .seconds(3))
            #expect(silence < .seconds(3))
            // One that was claimed as the last free thread was taken has not begun, and may have been handed back.
            let again = try await drill.fleet.count(
                "select count(*) from jobs where kind = 'bench.sleep' and attempt > 1")
            #expect(again == 0)
        }

        /// The greatest age of the worker's last beat until the task is cancelled; leases are of 3 s.
        private static func longestSilence(_ drill: Drill) async throws -> Duration {
            var longest = Duration.zero
            while !Task.isCancelled {
                let rows = try await drill.fleet.database.query(
                    "select extract(epoch from now() - min(beat_at))::float8 from worker_sessions"
                ).rows
                let age = try rows.first?.decode(0, as: Double?.self) ?? 0
                longest = max(longest, .seconds(age))
                try? await Task.sleep(for: .milliseconds(100))
            }
            return longest
        }

        private static func terminate(_ worker: FleetProcess, _ drill: Drill) async throws {
            var ids: [String] = []
            for _ in 0..<8 {
                ids.append(try await drill.admin.job("bench.spin", ["ms": 9000], ["timeout": 30]))
            }
            let numbers = ids.compactMap(UUID.init(uuidString:))
            drill.accept(numbers)
            let begun = try await eventually {
                try await drill.fleet.count(
                    """
                    select count(*) from jobs where id = any(\(numbers)) and status = 'running'
                        and started_at < now() - interval '0.3 seconds'
                    """) == ids.count
            }
            #expect(begun)
            let start = ContinuousClock.now
            let exit = await worker.terminate()
            let time = start.duration(to: .now)
            drill.report("SIGTERM with 8 loops running: ended after \(time.text) (SHUTDOWN_GRACE=4s), \(exit)")
            #expect(exit == .status(0))
            #expect(time < .seconds(4) + .milliseconds(500))
            let back = try await drill.fleet.count(
                "select count(*) from jobs where id = any(\(numbers)) and status = 'queued' and errors + crashes = 0")
            #expect(back == ids.count)
            let worker = try await drill.fleet.startWorker("BenchWorker")
            try await drill.expectAllOnce(ends: ["released"])
            await worker.kill()
        }
    }
}
