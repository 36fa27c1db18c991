import FaultProxy
import Redis
import RedisTestSupport
import Testing

extension RedisTests {
    @Suite("The fault proxy", .timeLimit(.minutes(1)))
    struct FaultProxyTests {
        private func withProxy(_ body: (FaultProxy, RedisClient) async throws -> Void) async throws {
            try await withRedisServer { server async throws in
                let proxy = try await FaultProxy.start(to: server.port)
                let client = RedisClient(try .test("redis://127.0.0.1:\(proxy.port)"))
                defer { client.close() }
                _ = try await client.waitUntilUp()
                try await body(proxy, client)
                await proxy.stop()
            }
        }

        @Test("what is frozen goes on its way afterwards")
        func freezing() async throws {
            try await withProxy { proxy, client async throws in
                try await proxy.set(.freeze)
                let (error, _) = await client.failure(RedisCommand("INCR", "n"), timeout: .milliseconds(50))
                #expect(error?.kind == .timedOut)
                try await proxy.set(.pass)
                _ = try await client.waitUntilUp()
                #expect(try await client.command(RedisCommand("GET", "n")).int == 1)
                #expect(await proxy.accepted == 1)
            }
        }

        @Test("a delay is as long as said, and keeps the order")
        func delaying() async throws {
            try await withProxy { proxy, client async throws in
                try await proxy.set(.delay(.milliseconds(50)))
                let start = ContinuousClock.now
                for index in 0..<3 {
                    #expect(try await client.command(RedisCommand("ECHO", .init(index))).int == Int64(index))
                }
                #expect(start.duration(to: .now) >= .milliseconds(150))
            }
        }

        @Test("a cut ends what is under way, and new connections until it is over")
        func cutting() async throws {
            try await withProxy { proxy, client async throws in
                async let lost = client.failure(RedisCommand("BLPOP", "never", "0"))
                try await proxy.set(.cut)
                #expect(await lost.0 != nil)
                #expect(await client.failure(RedisCommand("PING")).0?.kind == .unavailable)
                try await proxy.set(.pass)
                _ = try await client.waitUntilUp()
                #expect(try await client.command(RedisCommand("PING")).utf8 == "PONG")
                #expect(await proxy.connections == 1)
            }
        }

        @Test("megabytes pass unchanged in both directions")
        func volume() async throws {
            try await withProxy { _, client async throws in
                let value = (0..<8_000_000).map { UInt8(truncatingIfNeeded: $0 &* 13) }
                #expect(try await client.command(RedisCommand("ECHO", .bytes(value))).bytes == value)
            }
        }
    }
}
