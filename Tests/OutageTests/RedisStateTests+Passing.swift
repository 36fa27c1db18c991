import FleetTestSupport
import Foundation
import Redis
import RedisTestSupport
import TestSupport
import Testing

/// States that end by themselves, or that other parts of the estate bring about: a disk, a script, a master, a move of slots.
extension RedisStateTests {
    @Test("a replica that has lost its master: the same")
    func masterDown() async throws {
        try await estate.withOperator { client in
            try await client.command(Self.command("CONFIG SET replica-serve-stale-data no"))
            try await client.command(Self.command("REPLICAOF 127.0.0.1 1"))
            try await expectNamed(State("a master that is down", "redis_master_down", "MASTERDOWN", [], mends: []))
            try await client.command(Self.command("REPLICAOF NO ONE"))
            try await client.command(Self.command("CONFIG SET replica-serve-stale-data yes"))
        }
        try await expectWell()
    }

    @Test("snapshots that fail: the same")
    func noSnapshots() async throws {
        let estate = try estate
        // A file cannot be renamed onto a directory, not even by root.
        let obstacle = estate.fleet.redis.directory.appending(path: "dump.rdb")
        try FileManager.default.createDirectory(at: obstacle, withIntermediateDirectories: true)
        try await estate.withOperator { client in
            func save(until status: String) async throws {
                try await client.command(Self.command("BGSAVE"))
                let isSaved = try await eventually {
                    try await client.command(Self.command("INFO persistence")).utf8?
                        .contains("rdb_last_bgsave_status:\(status)") == true
                }
                #expect(isSaved)
            }
            try await client.command(RedisCommand("CONFIG", "SET", "save", "3600 1"))
            try await save(until: "err")
            try await expectNamed(State("no snapshots", "redis_cannot_persist", "MISCONF", [], mends: []))
            try FileManager.default.removeItem(at: obstacle)
            try await save(until: "ok")
            try await client.command(RedisCommand("CONFIG", "SET", "save", ""))
        }
        try await expectWell()
    }

    @Test("a script that does not end: the same, and it is ended as the advice says", arguments: [false, true])
    func busy(hasWritten: Bool) async throws {
        let estate = try estate
        let script = (hasWritten ? "redis.call('SET', 'theirs', 1) " : "") + "while true do end"
        try await estate.fleet.redis.restart(as: .init(arguments: ["--busy-reply-threshold", "100"]))
        let client = RedisClient(try RedisConfiguration(url: estate.fleet.redis.url))
        defer { client.close() }
        let theirs = Task { try? await client.command(RedisCommand("EVAL", .text(script), 0)) }
        let state = State(
            hasWritten ? "a script that has written" : "a script", "redis_busy",
            hasWritten ? "SHUTDOWN NOSAVE" : "SCRIPT KILL", [], mends: [])
        try await expectNamed(state)
        if hasWritten {
            try await estate.fleet.redis.restart(as: .init())
        } else {
            try await shell("SCRIPT", "KILL")
        }
        _ = await theirs.value
        try await expectWell()
    }

    @Test("data that is still loaded: the same")
    func loading() async throws {
        let estate = try estate
        let redis = estate.fleet.redis
        try await estate.withOperator { client in
            let fill = "for i = 1, 4000 do redis.call('SET', 'theirs:' .. i, string.rep('x', 1024)) end"
            try await client.command(RedisCommand("EVAL", .text(fill), 0))
            try await client.command(Self.command("SAVE"))
        }
        // 10 ms a key, and a look at what comes in after each kilobyte.
        let slow = ["--key-load-delay", "10000", "--loading-process-events-interval-bytes", "1024"]
        var options = RedisTestServer.Options(arguments: slow)
        options.startLine = "Loading RDB"
        try await redis.restart(as: options, keepingData: true)
        try await expectNamed(State("loading", "redis_loading", "LOADING", [], mends: []))
        try await shell("CONFIG", "SET", "key-load-delay", "0")
        #expect(await redis.logs("Ready to accept connections"))
        try await expectWell()
        try await redis.restart(as: .init())
        try await expectWell()
    }

    @Test("slots that move to another node: the same")
    func slotsThatMove() async throws {
        let estate = try estate
        let options = RedisTestServer.Options(isClusterNode: true)
        try await withRedisServer(options) { target in
            try await estate.fleet.redis.restart(as: options)
            let own = RedisClient(try RedisConfiguration(url: estate.fleet.redis.url))
            let other = RedisClient(try RedisConfiguration(url: target.url))
            defer {
                own.close()
                other.close()
            }
            try await own.command(RedisCommand("CLUSTER", "ADDSLOTSRANGE", 0, 16_383))
            try await own.command(
                RedisCommand(
                    "CLUSTER", "MEET", "127.0.0.1", .integer(Int64(target.port)), .integer(Int64(target.busPort))))
            try await expectWell()
            let slot = try await own.command(RedisCommand("CLUSTER", "KEYSLOT", .text("flotilla:{bench}:"))).int
            let id = try #require(try await other.command(RedisCommand("CLUSTER", "MYID")).utf8)
            try await own.command(
                RedisCommand("CLUSTER", "SETSLOT", .integer(try #require(slot)), "MIGRATING", .text(id)))
            try await expectNamed(State("slots that move", "redis_moved", "ASK", [], mends: []))
            try await own.command(RedisCommand("CLUSTER", "SETSLOT", .integer(try #require(slot)), "STABLE"))
            try await expectWell()
            try await estate.fleet.redis.restart(as: .init())
        }
        try await expectWell()
    }

    @Test("a web server in its place: the same")
    func webServer() async throws {
        let estate = try estate
        let port = estate.fleet.redis.port
        await estate.fleet.redis.kill()
        let script = estate.fleet.redis.directory.path + "/web"
        let line = "exec python3 -u -m http.server --bind 127.0.0.1 \(port)"
        try Data("#!/bin/sh\n\(line)\n".utf8).write(to: URL(filePath: script))
        chmod(script, 0o755)
        let server = try await estate.fleet.start(script)
        #expect(await server.line(with: "Serving HTTP") != nil, "\(server.log)")
        try await expectNamed(State("a web server", "redis_not_redis", "host and port", [], mends: []))
        await server.kill()
        try await estate.fleet.redis.restart(as: .init())
        try await expectWell()
    }

    /// As an operator: our own client gives up a server that does not serve.
    private func shell(_ words: String...) async throws {
        let fleet = try estate.fleet
        let told = try await fleet.run("/usr/bin/redis-cli", ["-p", "\(fleet.redis.port)"] + words)
        #expect(told.status == 0 && told.output.contains("OK"), "\(told)")
    }
}
