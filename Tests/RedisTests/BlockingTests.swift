import Redis
import RedisTestSupport
import Testing

extension RedisTests {
    @Suite("Waiting at the server", .timeLimit(.minutes(1)))
    struct BlockingTests {
        @Test("a waiter wakes when something comes, while others go on using the client")
        func waking() async throws {
            try await withRedis { _, client in
                async let reply = client.blocking(RedisCommand("BLPOP", "wake"), for: .seconds(30))
                try await client.waitUntilBlocked(1)
                try await client.command(RedisCommand("LPUSH", "wake", "1"))
                #expect(try await reply.array?.last?.utf8 == "1")
                #expect(try await client.blocking(RedisCommand("BLPOP", "wake"), for: .milliseconds(10)) == .null)
            }
        }

        /// Alone at a server that does nothing else, so that nothing but the end of the wait can wake it.
        @Test("a short wait ends when its time is over") func shortWaits() async throws {
            try await withRedis { _, client in
                var late: [Duration] = []
                for _ in 0..<9 {
                    let start = ContinuousClock.now
                    _ = try await client.blocking(RedisCommand("BLPOP", "wake"), for: .milliseconds(20))
                    late.append(start.duration(to: .now) - .milliseconds(20))
                }
                #expect(late.min() ?? .zero >= .zero)
                // The server alone looks every 100 ms, so that each wait after the first would end 80 ms late.
                #expect(late.sorted()[2] < .milliseconds(50), "\(late)")
            }
        }

        @Test("waits one after the other use one connection")
        func reuse() async throws {
            try await withRedis { _, client in
                for _ in 0..<3 { _ = try await client.blocking(RedisCommand("BLPOP", "wake"), for: .milliseconds(1)) }
                #expect(
                    try await client.command(RedisCommand("INFO", "clients")).utf8?.contains("connected_clients:2\r")
                        == true)
            }
        }

        @Test("cancelling ends a wait at once, and takes nothing that comes later")
        func cancelling() async throws {
            try await withRedis { _, client in
                let waiter = Task { try await client.blocking(RedisCommand("BLPOP", "wake"), for: .seconds(30)) }
                try await client.waitUntilBlocked(1)
                let start = ContinuousClock.now
                waiter.cancel()
                await #expect(throws: CancellationError.self) { try await waiter.value }
                #expect(start.duration(to: .now) < .seconds(1))
                try await client.waitUntilBlocked(0)
                try await client.command(RedisCommand("LPUSH", "wake", "1"))
                #expect(try await client.command(RedisCommand("LLEN", "wake")).int == 1)
                let late = Task {
                    withUnsafeCurrentTask { $0?.cancel() }
                    return try await client.blocking(RedisCommand("BLPOP", "wake"), for: .seconds(30))
                }
                await #expect(throws: CancellationError.self) { try await late.value }
            }
        }

        @Test("a wait ends when the server is killed, and fails at once while it is gone")
        func killed() async throws {
            try await withRedis { server, client in
                let waiter = Task { try await client.blocking(RedisCommand("BLPOP", "wake"), for: .seconds(30)) }
                try await client.waitUntilBlocked(1)
                await server.kill()
                let error = await #expect(throws: RedisError.self) { try await waiter.value }
                #expect(error?.kind == .connectionLost)
                try await client.waitUntilDown()
                let next = await #expect(throws: RedisError.self) {
                    try await client.blocking(RedisCommand("BLPOP", "wake"), for: .seconds(30))
                }
                #expect(next?.kind == .unavailable)
            }
        }

        @Test("a wait at a frozen server ends at its limit")
        func frozen() async throws {
            try await withRedis(commandTimeout: .milliseconds(100)) { server, client in
                let waiter = Task { try await client.blocking(RedisCommand("BLPOP", "wake"), for: .milliseconds(200)) }
                try await client.waitUntilBlocked(1)
                server.freeze()
                let error = await #expect(throws: RedisError.self) { try await waiter.value }
                #expect(error?.kind == .timedOut)
            }
        }

        @Test("closing the client ends its waits")
        func closing() async throws {
            try await withRedis { _, client in
                let waiter = Task { try await client.blocking(RedisCommand("BLPOP", "wake"), for: .seconds(30)) }
                try await client.waitUntilBlocked(1)
                client.close()
                await #expect(throws: RedisError.self) { try await waiter.value }
            }
        }
    }
}
