import FleetTestSupport
import Foundation
import Redis
import TestSupport
import Testing

/// Makes the fixture of a version. See `Fixtures/README.md`.
@Suite struct FixtureMaker {
    @Test("a fixture of the version whose programs are given", .enabled(if: Settings.fixtureFolder != nil))
    func make() async throws {
        let folder = URL(filePath: try #require(Settings.fixtureFolder))
        try await Drill.run("fixture", environment: ["LEASE": "5s", "CONCURRENCY": "8"]) { drill in
            let fleet = drill.fleet
            let enqueuer = try await fleet.start("enqueuer")
            let worker = try await fleet.startWorker("BenchWorker")
            try await Self.settle(drill)
            try await Self.leaveOpen(drill)
            await enqueuer.kill()
            let executors = worker.children
            await worker.kill()
            for executor in executors { kill(executor, SIGKILL) }
            // Accepted, and their cancellation requested, when no worker runs any more.
            try await drill.post((0..<6).map { drill.noop($0) })
            try await drill.post([drill.job("bench.noop", [:], 1, ["priority": 0, "limit_key": "a limit"])])
            let row = try await fleet.database.query(
                "select id from jobs where status = 'running' and payload->>'ms' = '2501'"
            ).rows.first
            let id = try #require(try row?.decode(0, as: UUID.self))
            #expect(try await drill.admin.send("DELETE", "/jobs/\(id.uuidString.lowercased())").status == 202)
            // The last offers are under way beside the answers.
            #expect(try await eventually { try await Self.ready(drill) >= 7 })
            try await Self.write(drill, to: folder)
        }
    }

    private static func settle(_ drill: Drill) async throws {
        try await drill.post((0..<3).map { drill.noop($0) })
        try await drill.post([
            drill.job("bench.fail", ["times": 99], 0, ["max_attempts": 1]),
            drill.job("bench.fail", ["times": 2], 1), drill.job("bench.crash", ["times": 1], 2),
        ])
        let id = try await drill.admin.job("bench.noop", [:], ["run_at": .string(Self.time(after: 600))])
        #expect(try await drill.admin.send("DELETE", "/jobs/\(id)").status == 200)
        try await drill.drained(within: .seconds(30))
    }

    /// Returns while some run, one waits for its time and one for its next attempt.
    private static func leaveOpen(_ drill: Drill) async throws {
        try await drill.post([
            drill.job("bench.noop", [:], 3, ["run_at": .string(time(after: 7)), "unique_key": "once"]),
            drill.job("bench.sleep", ["ms": 10], 4, ["run_at": .string(time(after: 7))]),
            drill.job("bench.fail", ["times": 7], 0),
        ])
        let retrying = try await eventually {
            try await drill.fleet.count(
                """
                select count(*) from jobs
                where status = 'retrying' and errors >= 4 and run_at > now() + interval '0.7 seconds'
                """) == 1
        }
        #expect(retrying)
        try await drill.post((0..<4).map { drill.sleep(2500 + $0, $0) })
        let running = try await eventually {
            try await drill.fleet.count(
                "select count(*) from jobs where status = 'running' and started_at < now() - interval '0.1 seconds'")
                == 4
        }
        #expect(running)
    }

    private static func ready(_ drill: Drill) async throws -> Int {
        var count = 0
        for key in try await drill.redis(RedisCommand("KEYS", "*:ready:*")).array ?? [] {
            guard let key = key.bytes else { continue }
            count += Int(try await drill.redis(RedisCommand("ZCARD", .bytes(key))).int ?? 0)
        }
        return count
    }

    private static func time(after seconds: TimeInterval) -> String {
        Date(timeIntervalSinceNow: seconds).formatted(.iso8601)
    }

    private static func write(_ drill: Drill, to folder: URL) async throws {
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        let users = ["users", "accounts"].map { "--exclude-table-data=flotilla.\($0)" }
        try await drill.fleet.postgres.dump(users).write(
            to: folder.appending(path: "jobs.sql"), atomically: true, encoding: .utf8)
        let client = RedisClient(try RedisConfiguration(url: drill.fleet.redis.url))
        defer { client.close() }
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        try encoder.encode(try await RedisDump(of: client)).write(to: folder.appending(path: "redis.json"))
        let statuses = try await drill.verdict().statuses
        drill.report("\(statuses) in \(folder.lastPathComponent)")
    }
}
