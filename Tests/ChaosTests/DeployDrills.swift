import FleetTestSupport
import Foundation
import TestSupport
import Testing

extension Drills {
    @Suite("A deploy", .serialized) struct Deploy {
        @Test("every process is replaced under load: no request and no job is lost, no attempt fails")
        func rolling() async throws {
            try await Drill.run("rolling restart") { drill in
                let fleet = drill.fleet
                var programs: [(name: String, process: FleetProcess, environment: [String: String])] = []
                var urls: [String] = []
                for _ in 0..<2 {
                    let (process, caller) = try await fleet.listening()
                    urls.append(caller.url)
                    let port = caller.url.split(separator: ":").last.map(String.init) ?? ""
                    programs.append(("api", process, ["PORT": port]))
                }
                drill.serve(from: urls)
                programs.append(("enqueuer", try await fleet.start("enqueuer"), [:]))
                for _ in 0..<2 {
                    programs.append(("BenchWorker", try await fleet.startWorker("BenchWorker"), [:]))
                }
                let load = Task { try await Self.load(drill) }
                _ = try await eventually { drill.accepted.count > 100 }
                var times: [(String, Duration)] = []
                for _ in 0..<Settings.size(1, full: 5) {
                    for index in programs.indices {
                        let (name, process, environment) = programs[index]
                        let start = ContinuousClock.now
                        #expect(await process.terminate() == .status(0), "\(name)\n\(process.log.suffix(4000))")
                        times.append((name, start.duration(to: .now)))
                        switch name {
                        case "api": programs[index].process = try await fleet.listening(environment).process
                        case "BenchWorker": programs[index].process = try await fleet.startWorker(name)
                        default: programs[index].process = try await fleet.start(name)
                        }
                        let now = drill.accepted.count
                        #expect(try await eventually { drill.accepted.count > now + 50 })
                    }
                }
                load.cancel()
                let asked = try await load.value
                let verdict = try await drill.expectAllOnce(ends: ["released"])
                drill.report(
                    "ended after " + times.map { "\($0.0) \($0.1.text)" }.joined(separator: ", ")
                        + "; answers \(drill.answers.sorted { $0.key < $1.key }), broken \(drill.broken), "
                        + "slowest \(drill.slowest.text)")
                for (name, time) in times { #expect(time < .seconds(5) + .milliseconds(500), "\(name)") }
                // Asked for again with the same key, a job is there once.
                #expect(verdict.rows == asked)
                #expect(verdict.accepted == asked)
                #expect(Set(drill.broken.keys).isSubset(of: ["cannotConnect"]))
                #expect(drill.slowest < .seconds(5))
            }
        }

        /// - Returns: how many jobs were asked for.
        private static func load(_ drill: Drill) async throws -> Int {
            try await withThrowingTaskGroup(of: Int.self) { group in
                for lane in 0..<4 {
                    group.addTask {
                        var asked = 0
                        while !Task.isCancelled {
                            let jobs = (0..<4).map { drill.sleep(50 + (asked + $0) % 6 * 50, lane + $0) }
                            asked += jobs.count
                            try await Task { try await drill.post(jobs) }.value
                            try? await Task.sleep(for: .milliseconds(60))
                        }
                        return asked
                    }
                }
                return try await group.reduce(0, +)
            }
        }
    }
}
