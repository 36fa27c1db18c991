import Redis
import RedisTestSupport
import Testing

extension RedisTests {
    @Suite("Scripts", .timeLimit(.minutes(1)))
    struct RedisScriptTests {
        private let script = RedisScript("return {KEYS[1], ARGV[1], redis.call('INCR', KEYS[1])}")

        @Test("a script that the server does not know, or no longer knows, is handed to it")
        func loading() async throws {
            try await withRedis { server, client in
                let keys: [RedisArgument] = [.bytes([0, 255])]
                let arguments: [RedisArgument] = [.bytes([13, 10, 0])]
                for round in 1...2 {
                    let reply = try await client.evaluate(script, keys: keys, arguments: arguments)
                    #expect(reply == .array([.string([0, 255]), .string([13, 10, 0]), .integer(Int64(round))]))
                    try await client.command(RedisCommand("SCRIPT", "FLUSH"))
                }
                try await client.evaluate(script, keys: keys, arguments: arguments)
                try await server.restart()
                _ = try await client.waitUntilUp()
                let reply = try await client.evaluate(script, keys: keys, arguments: arguments)
                #expect(reply.array?.last == .integer(1))
            }
        }

        @Test("many callers of an unknown script each run it exactly once")
        func concurrentLoading() async throws {
            try await withRedis { _, client in
                try await withThrowingTaskGroup(of: Void.self) { group in
                    for _ in 0..<200 {
                        group.addTask { try await client.evaluate(script, keys: ["count"], arguments: [1]) }
                    }
                    try await group.waitForAll()
                }
                #expect(try await client.command(RedisCommand("GET", "count")).int == 200)
            }
        }

        @Test("a script's own error is thrown with its code")
        func failing() async throws {
            try await withRedis { _, client in
                let refusing = RedisScript("return redis.error_reply('STALE epoch')")
                let error = await #expect(throws: RedisError.self) { try await client.evaluate(refusing) }
                #expect(error?.kind == .server(code: "STALE"))
                let broken = RedisScript("return +")
                let second = await #expect(throws: RedisError.self) { try await client.evaluate(broken) }
                #expect(second?.kind == .server(code: "ERR"))
            }
        }
    }
}
