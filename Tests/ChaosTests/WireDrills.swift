import FaultProxy
import FleetTestSupport
import Foundation
import TestSupport
import Testing

extension Drills {
    @Suite("The wire", .serialized) struct Wire {
        @Test(
            "answers of PostgreSQL lost at random after it did what it was asked: nothing is lost, nothing is done twice"
        )
        func database() async throws {
            try await Drill.run("postgres answers lost") { drill in
                let port = UInt16(drill.fleet.postgres.port)
                try await Self.throughProxies(
                    to: port, drill,
                    { proxy in
                        ["DATABASE_URL": drill.fleet.postgres.url().replacing(":\(port)/", with: ":\(proxy)/")]
                    }
                ) { proxy, generator in
                    try await proxy.set(.loseReply)
                    try await Task.sleep(for: .milliseconds(Int.random(in: 2...60, using: &generator)))
                    try await proxy.set(.pass)
                }
                try await drill.expectAllOnce(ends: ["lost", "released"], within: .seconds(60))
                drill.report("answers \(drill.answers.sorted { $0.key < $1.key }), slowest \(drill.slowest.text)")
                #expect(Set(drill.answers.keys).isSubset(of: [202, 503, 409]))
            }
        }

        @Test("the wire to Redis cut, silent and dripping at random: nothing is lost, nothing is done twice")
        func dispatcher() async throws {
            try await Drill.run("redis wire bad") { drill in
                try await Self.throughProxies(
                    to: drill.fleet.redis.port, drill,
                    { proxy in
                        ["REDIS_URL": "redis://127.0.0.1:\(proxy)"]
                    }
                ) { proxy, generator in
                    let behaviours: [FaultProxy.Behaviour] = [
                        .loseReply, .cut, .refuse, .freeze, .swallow, .drip(bytes: 7, every: .milliseconds(1)),
                    ]
                    try await proxy.set(behaviours.randomElement(using: &generator) ?? .cut)
                    try await Task.sleep(for: .milliseconds(Int.random(in: 20...400, using: &generator)))
                    try await proxy.set(.pass)
                }
                try await drill.expectAllOnce(ends: ["lost", "released"], within: .seconds(60))
                #expect(Set(drill.answers.keys) == [202])
            }
        }

        /// Runs a load of processes whose server is reached through a proxy each, with faults at random; after it the
        /// wire is good again.
        private static func throughProxies(
            to port: UInt16, _ drill: Drill, _ environment: @Sendable (UInt16) -> [String: String],
            fault: (FaultProxy, inout SeededGenerator) async throws -> Void
        ) async throws {
            drill.report("seed \(Settings.seed)")
            var generator = SeededGenerator(Settings.seed)
            var proxies: [FaultProxy] = []
            let crew = SupervisedWorkers(drill.fleet)
            for program in ["api", "enqueuer", "BenchWorker", "BenchWorker"] {
                let proxy = try await FaultProxy.start(to: port)
                proxies.append(proxy)
                let environment = environment(proxy.port)
                if program == "api" {
                    drill.serve(from: [try await drill.fleet.listening(environment).caller.url])
                } else {
                    try await crew.add(1, of: program, environment)
                }
            }
            let rounds = Settings.size(40, full: 400)
            let load = Task {
                var number = 0
                while !Task.isCancelled {
                    let jobs = (0..<20).map { $0 % 4 == 0 ? drill.sleep(40, number + $0) : drill.noop(number + $0) }
                    try await Task { try await drill.post(jobs) }.value
                    number += jobs.count
                    try? await Task.sleep(for: .milliseconds(20))
                }
                return number
            }
            for _ in 0..<rounds {
                let proxy = proxies.randomElement(using: &generator) ?? proxies[0]
                try await fault(proxy, &generator)
                try await Task.sleep(for: .milliseconds(Int.random(in: 20...200, using: &generator)))
            }
            load.cancel()
            let asked = try await load.value
            let rows = try await drill.fleet.count("select count(*) from jobs")
            drill.report("\(rounds) faults; \(asked) jobs asked for, \(rows) rows")
            #expect(rows == asked)
            try await drill.drained(within: .seconds(60))
            await crew.end()
            for proxy in proxies { await proxy.stop() }
        }
    }
}
