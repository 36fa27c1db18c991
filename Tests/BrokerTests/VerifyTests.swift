import Assembly
import Broker
import Foundation
import Jobs
import Redis
import TestSupport
import Testing

/// The question by which health is judged asks for all that the other scripts need.
@Suite struct VerifyTests {
    private static let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().appending(path: "Sources/Broker/Scripts")

    private static func script(_ name: String) throws -> String {
        try String(contentsOf: folder.appending(path: name), encoding: .utf8)
    }

    /// The commands that it tries, each once.
    private static func tried() throws -> Set<String> {
        Set(try script("Verify.lua").matches(of: #/\{ '([A-Z]+)'/#).map { String($0.output.1) })
    }

    /// The names of the queue's own keys, with the one whose type is a string.
    private static func keys() throws -> [String] {
        try ["Preamble.lua", "Limits.lua", "Streams.lua"].flatMap { name in
            try script(name).matches(of: #/(?m)^local [A-Z]+ = base \.\. ':([a-z]+)'/#).map { String($0.output.1) }
        }
    }

    @Test("every command of every script is tried")
    func commands() throws {
        var used: Set<String> = []
        for file in try FileManager.default.contentsOfDirectory(atPath: Self.folder.path) where file.hasSuffix(".lua") {
            used.formUnion(
                try Self.script(file).matches(of: #/redis\.p?call\(\s*'([A-Z]+)'/#).map { String($0.output.1) })
        }
        // The marker is written with it, where there is none: refused, that is an answer in itself.
        #expect(used.count > 30)
        #expect(try used.subtracting(Self.tried()).subtracting(["SET"]) == [])
    }

    /// Without the clock no script runs; and no script may block, so that a user without BLPOP is seen by those who wait.
    private static let unseen: Set<String> = ["TIME", "BLPOP"]

    @Test("a command that the user may not run is named, whichever it is")
    func denied() async throws {
        try await BrokerUnderTest.with { test in
            try await test.redis.command(
                RedisCommand("ACL", "SETUSER", "limited", "on", ">limited", "~*", "&*", "+@all"))
            let own = RedisClient(try RedisConfiguration(url: "redis://limited:limited@127.0.0.1:\(test.server.port)"))
            defer { own.close() }
            let broker = RedisBroker(redis: own)
            #expect(await broker.trouble(of: test.queue) == nil)
            for command in try Self.tried().sorted() where !Self.unseen.contains(command) {
                try await test.redis.command(
                    RedisCommand("ACL", "SETUSER", .text("limited"), .text("-\(command.lowercased())")))
                let trouble = await broker.trouble(of: test.queue)
                #expect(trouble?.code == "redis_not_permitted", "\(command): \(trouble?.problem ?? "nothing")")
                #expect(trouble?.problem.contains(command) == true, "\(command): \(trouble?.problem ?? "nothing")")
                try await test.redis.command(
                    RedisCommand("ACL", "SETUSER", .text("limited"), .text("+\(command.lowercased())")))
            }
            #expect(await broker.trouble(of: test.queue) == nil)
        }
    }

    @Test("another program's data in any of the queue's keys is named, and left as it is")
    func types() async throws {
        try await BrokerUnderTest.with { test in
            let keys = try Self.keys()
            #expect(keys.count > 15)
            for name in keys {
                let key = RedisArgument.text("flotilla:{test}:\(name)")
                try await test.redis.command(RedisCommand("DEL", key))
                try await test.redis.command(
                    name == "marker" ? RedisCommand("RPUSH", key, "x") : RedisCommand("SET", key, "x"))
                let trouble = await test.broker.trouble(of: test.queue)
                #expect(trouble?.code == "redis_wrong_type", "\(name): \(trouble?.problem ?? "nothing")")
                #expect(trouble?.problem.contains("flotilla:{test}:\(name)") == true, "\(name)")
                #expect(
                    try await test.redis.command(RedisCommand("TYPE", key)).utf8
                        == (name == "marker" ? "list" : "string"))
                try await test.redis.command(RedisCommand("DEL", key))
            }
            #expect(await test.broker.trouble(of: test.queue) == nil)
        }
    }
}
