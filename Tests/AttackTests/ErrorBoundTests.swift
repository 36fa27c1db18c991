import FleetTestSupport
import Foundation
import TestSupport
import Testing

extension Attacks {
    /// What is wrong with a body is reported within a bound, however much is wrong with it.
    @Suite("A body full of mistakes") struct ErrorBoundTests {
        let estate: AttackEnvironment

        init() throws { estate = try AttackEnvironment.current }

        private static let mostErrors = 101
        private static let mostBytes = 64 << 10

        static func list(_ element: String, _ count: Int) -> String {
            "[" + Array(repeating: element, count: count).joined(separator: ",") + "]"
        }

        private static func unknown(_ count: Int) -> String {
            (0..<count).map { "\"m\($0)\":1" }.joined(separator: ",")
        }

        private func check(_ caller: Caller, _ method: String, _ path: String, _ body: String) async throws {
            let answer = try await caller.send(method, path, body: Array(body.utf8))
            let what = "\(method) \(path) with \(body.prefix(60))… of \(body.utf8.count) bytes"
            #expect(answer.status == 422, "\(what): \(answer.status)")
            #expect(answer.body.count <= Self.mostBytes, "\(what): \(answer.body.count) bytes")
            #expect((1...Self.mostErrors).contains(answer["errors"].array.count), "\(what)")
        }

        @Test("every body reader lists at most a hundred errors") func bounded() async throws {
            let (attacker, admin) = (estate.attacker.caller, estate.admin)
            let others = Self.unknown(60_000)
            let ones = Self.list("1", 400_000)
            try await check(attacker, "POST", "/scans", #"{"provider":"aws","services":\#(ones)}"#)
            try await check(attacker, "POST", "/scans", #"{"provider":"aws","services":["ec2"],"regions":\#(ones)}"#)
            for path in ["/scans", "/schedules", "/jobs/cancel"] {
                try await check(attacker, "POST", path, "{\(others)}")
            }
            try await check(attacker, "POST", "/jobs/cancel", #"{"filter":{"status":"queued",\#(others)}}"#)
            try await check(attacker, "POST", "/schedules", #"{"name":"n","cron":"* * * * *","scan":{\#(others)}}"#)
            try await check(admin, "POST", "/jobs", "{\(others)}")
            let bad = #"{"kind":"no.such","priority":99,"timeout":-1,"max_attempts":0,"x":1,"y":2}"#
            try await check(admin, "POST", "/jobs/batch", #"{"jobs":\#(Self.list(bad, 1000))}"#)
            try await check(admin, "POST", "/jobs/batch", #"{"jobs":[],"batch":{"callback":{\#(others)}}}"#)
            try await check(admin, "PATCH", "/queues/bench", #"{"tenants":{\#(others)}}"#)
            try await check(admin, "PATCH", "/queues/bench", #"{"kinds":{\#(others)}}"#)
            try await check(admin, "PATCH", "/queues/bench", #"{"kinds":{"bench.noop":{"tenants":{\#(others)}}}}"#)
        }

        @Test("what is quoted of the caller is cut") func quoted() async throws {
            let name = String(repeating: "é~/", count: 50_000)
            let answer = try await estate.attacker.caller.post("/scans", .object([name: 1]))
            #expect(answer.status == 422)
            #expect(answer.body.count < 4096, "\(answer.body.count) bytes")
            let query = try await estate.attacker.caller.get("/scans?" + String(repeating: "a", count: 8000) + "=1")
            #expect(query.status == 400)
            #expect(query.body.count < 4096, "\(query.body.count) bytes")
        }

        @Test(
            "no cache keeps an answer, and a browser takes it for what it is", arguments: ["/healthz", "/jobs", "/x"])
        func headers(path: String) async throws {
            let answer = try await estate.attacker.caller.get(path)
            #expect(answer.headers["Cache-Control"] == "no-store", "\(answer)")
            #expect(answer.headers["X-Content-Type-Options"] == "nosniff", "\(answer)")
        }

        @Test("sixteen large bodies at once hold up no other caller") func beside() async throws {
            let bodies = [
                #"{"provider":"aws","services":\#(Self.list("1", 520_000))}"#, "{\(Self.unknown(75_000))}",
            ].map { Array($0.utf8) }
            let attacker = estate.attacker.caller
            let rounds = Settings.size(1, full: 8)
            let (largest, toll) = try await estate.bystander.during {
                try await withThrowingTaskGroup(of: Int.self) { group in
                    for index in 0..<16 {
                        group.addTask {
                            var largest = 0
                            for _ in 0..<rounds {
                                let answer = try await attacker.send("POST", "/scans", body: bodies[index % 2])
                                largest = max(largest, answer.body.count)
                            }
                            return largest
                        }
                    }
                    return try await group.reduce(0) { max($0, $1) }
                }
            }
            estate.report("sixteen bodies of a megabyte, answers of at most \(largest) bytes", toll)
            #expect(largest <= Self.mostBytes)
            #expect(toll.refused.isEmpty, "\(toll)")
            #expect(toll.slowest < .seconds(2), "\(toll)")
        }
    }
}
