import FleetTestSupport
import Foundation
import TestSupport
import Testing

extension Drills {
    @Suite("The database", .serialized) struct DatabaseOutages {
        @Test("PostgreSQL frozen, then killed and started again: 503 meanwhile, what was accepted runs once")
        func frozenAndKilled() async throws {
            try await Drill.run("postgres away", postgres: ["fsync": "on"]) { drill in
                let crew = SupervisedWorkers(drill.fleet)
                try await crew.add(1, of: "enqueuer")
                try await crew.add(2, of: "BenchWorker")
                let load = Task { try await Self.load(drill) }
                _ = try await eventually { drill.accepted.count > 200 }
                // These end while the database is paused; their results are held.
                try await drill.post((0..<8).map { drill.sleep(1000, $0) })
                try await drill.fleet.postgres.pause()
                try await Task.sleep(for: Settings.size(.seconds(4), full: .seconds(20)))
                try await drill.fleet.postgres.resume()
                let accepted = drill.accepted.count
                #expect(try await eventually { drill.accepted.count > accepted + 200 })
                try await drill.fleet.postgres.kill()
                // Every request is answered while there is no database.
                #expect(try await !drill.ask([drill.noop(0)]))
                try await Task.sleep(for: Settings.size(.seconds(1), full: .seconds(20)))
                try await drill.fleet.postgres.start()
                let back = ContinuousClock.now
                let again = drill.accepted.count
                #expect(try await eventually { drill.accepted.count > again })
                drill.report("first 202 after the server was there again: \(back.duration(to: .now).text)")
                _ = try await eventually { drill.accepted.count > again + 200 }
                load.cancel()
                try await load.value
                try await drill.expectAllOnce(ends: ["lost", "released"])
                let held = try await drill.fleet.count(
                    "select count(*) from jobs where payload->>'ms' = '1000' and attempt = 1")
                drill.report(
                    "answers \(drill.answers.sorted { $0.key < $1.key }), slowest \(drill.slowest.text), "
                        + "broken \(drill.broken); \(held) of 8 held results committed at the first attempt")
                #expect(Set(drill.answers.keys) == [202, 503])
                #expect(drill.lacksRetryAfter == 0)
                #expect(drill.broken.isEmpty)
                #expect(drill.slowest < .seconds(15))
                #expect(held == 8)
                await crew.end()
            }
        }

        private static func load(_ drill: Drill) async throws {
            try await withThrowingTaskGroup(of: Void.self) { group in
                for lane in 0..<4 {
                    group.addTask {
                        var number = lane
                        while !Task.isCancelled {
                            let jobs = (0..<10).map { $0 % 5 == 0 ? drill.sleep(50, number) : drill.noop(number) }
                            // Not the load's cancellation, but an answer ends a request.
                            let asking = Task { try await drill.ask(jobs) }
                            if try await !asking.value { try? await Task.sleep(for: .milliseconds(200)) }
                            try? await Task.sleep(for: .milliseconds(20))
                            number += 4
                        }
                    }
                }
                try await group.waitForAll()
            }
        }

        @Test("claims that a crash of PostgreSQL forgot: their jobs run again, however long ago they were accepted")
        func forgottenClaims() async throws {
            // The log reaches the disk with durable commits alone: a claim without one is forgotten.
            try await Drill.run("claims forgotten", postgres: ["wal_writer_delay": "10s"]) { drill in
                try await drill.insertAged(16, age: .seconds(300), sleep: 3500)
                let crew = SupervisedWorkers(drill.fleet)
                try await crew.add(1, of: "BenchWorker")
                try await crew.add(1, of: "enqueuer")
                let running = try await eventually {
                    try await drill.fleet.count("select count(*) from jobs where status = 'running'") > 0
                }
                #expect(running)
                try await drill.fleet.postgres.kill()
                try await drill.fleet.postgres.start()
                let forgotten = try await eventually(within: .seconds(10)) {
                    let count = try? await drill.fleet.count("select count(*) from jobs where status = 'queued'")
                    if let count { drill.report("\(count) claims forgotten") }
                    return count != nil
                }
                #expect(forgotten)
                try await drill.expectAllOnce(ends: ["lost", "released"], within: .seconds(40))
                await crew.end()
            }
        }
    }
}
