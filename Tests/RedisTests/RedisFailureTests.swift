import FaultProxy
import Redis
import RedisTestSupport
import Testing

extension RedisTests {
    @Suite("When Redis fails", .timeLimit(.minutes(1)))
    struct RedisFailureTests {
        @Test("a frozen server costs one time-out, then fails at once, and is back when it thaws")
        func frozen() async throws {
            try await withRedis(commandTimeout: .milliseconds(300)) { server, client in
                let before = try await client.waitUntilUp()
                server.freeze()
                let (first, cost) = await client.failure(RedisCommand("INCR", "n"), timeout: .milliseconds(20))
                #expect(first?.kind == .timedOut)
                #expect(first?.isOutcomeUnknown == true)
                #expect(cost >= .milliseconds(20) && cost < .milliseconds(200))
                for _ in 0..<100 {
                    let (next, cost) = await client.failure(RedisCommand("PING"))
                    #expect(next?.kind == .unavailable)
                    #expect(cost < .milliseconds(100))
                }
                server.thaw()
                #expect(try await client.waitUntilUp() == before)
                #expect(try await client.command(RedisCommand("PING")).utf8 == "PONG")
            }
        }

        @Test("a server frozen beyond every patience is connected to anew")
        func frozenLong() async throws {
            try await withRedis(commandTimeout: .milliseconds(100)) { server, client in
                let id = try await client.command(RedisCommand("CLIENT", "ID"), timeout: .seconds(5)).int
                server.freeze()
                #expect(await client.failure(RedisCommand("PING")).0?.kind == .timedOut)
                #expect(await client.failure(RedisCommand("PING")).0?.kind == .unavailable)
                server.thaw()
                _ = try await client.waitUntilUp()
                #expect(try await client.command(RedisCommand("CLIENT", "ID"), timeout: .seconds(5)).int != id)
            }
        }

        @Test("a caller in a hurry behind a slow command harms neither the connection nor its neighbours")
        func hurry() async throws {
            try await withRedis { server, client in
                let slow = RedisScript("local n = 0; for i = 1, 2e7 do n = n + i end; return n")
                let id = try await client.command(RedisCommand("CLIENT", "ID")).int
                async let patient = client.evaluate(slow)
                var isMet = false
                while !isMet {
                    isMet = await client.failure(RedisCommand("PING"), timeout: .milliseconds(5)).0?.kind == .timedOut
                }
                #expect(try await patient.int != nil)
                _ = try await client.waitUntilUp()
                #expect(try await client.command(RedisCommand("CLIENT", "ID")).int == id)
            }
        }

        @Test("a killed server is unavailable within milliseconds, and works again once restarted, with another run id")
        func killed() async throws {
            try await withRedis { server, client in
                let before = try await client.waitUntilUp()
                await server.kill()
                try await client.waitUntilDown()
                for _ in 0..<20 {
                    let (error, cost) = await client.failure(RedisCommand("PING"))
                    #expect(error?.kind == .unavailable)
                    #expect(error?.isOutcomeUnknown == false)
                    #expect(cost < .milliseconds(100))
                }
                try await server.restart()
                let after = try await client.waitUntilUp()
                #expect(after.runID != before.runID && after.address == before.address)
                #expect(try await client.command(RedisCommand("DBSIZE")).int == 0)
            }
        }

        @Test("a command under way when the server is killed ends as lost, its outcome unknown")
        func killedUnderWay() async throws {
            try await withRedis { server, client in
                let other = RedisClient(try .test(server.url))
                defer { other.close() }
                async let lost = client.failure(RedisCommand("BLPOP", "never", "0"))
                try await other.waitUntilBlocked(1)
                await server.kill()
                let (error, _) = await lost
                #expect(error?.kind == .connectionLost)
                #expect(error?.isOutcomeUnknown == true)
            }
        }

        @Test("a server restarted with its data has them")
        func persistence() async throws {
            try await withRedis(.init(isPersistent: true)) { server, client in
                try await client.command(RedisCommand("SET", "k", "v"))
                try await server.restart(keepingData: true)
                _ = try await client.waitUntilUp()
                #expect(try await client.command(RedisCommand("GET", "k")).utf8 == "v")
            }
        }

        @Test("where nothing listens the first callers fail as soon as that is known")
        func nobody() async throws {
            let server = try await RedisTestServer.start()
            await server.stop()
            let client = RedisClient(try .test(server.url))
            defer { client.close() }
            let (error, cost) = await client.failure(RedisCommand("PING"))
            #expect(error?.kind == .unavailable)
            #expect(cost < .seconds(1))
        }

        @Test("a limit also bounds the wait for the first connection")
        func silent() async throws {
            try await withRedisServer { server in
                server.freeze()
                let client = RedisClient(try .test(server.url))
                defer { client.close() }
                let (error, cost) = await client.failure(RedisCommand("PING"), timeout: .milliseconds(20))
                #expect(error?.kind == .unavailable)
                #expect(cost >= .milliseconds(20) && cost < .milliseconds(300))
            }
        }

        @Test("a connection cut in the middle of a reply gives no half reply, and the next one is whole")
        func truncated() async throws {
            try await withRedisServer { server in
                let proxy = try await FaultProxy.start(to: server.port)
                let client = RedisClient(try .test("redis://127.0.0.1:\(proxy.port)"))
                defer { client.close() }
                let value = String(repeating: "x", count: 100_000)
                try await client.command(RedisCommand("SET", "k", .text(value)))
                try await proxy.set(.truncateReply(afterBytes: 70_000))
                #expect(await client.failure(RedisCommand("GET", "k")).0?.kind == .connectionLost)
                try await proxy.set(.pass)
                _ = try await client.waitUntilUp()
                #expect(try await client.command(RedisCommand("GET", "k")).utf8 == value)
                await proxy.stop()
            }
        }

        @Test("a command whose reply got lost was done, and its error says that the outcome is unknown")
        func lostReply() async throws {
            try await withRedisServer { server in
                let proxy = try await FaultProxy.start(to: server.port)
                let client = RedisClient(try .test("redis://127.0.0.1:\(proxy.port)"))
                defer { client.close() }
                _ = try await client.waitUntilUp()
                try await proxy.set(.loseReply)
                let (error, _) = await client.failure(RedisCommand("INCR", "n"))
                #expect(error?.isOutcomeUnknown == true)
                try await proxy.set(.pass)
                _ = try await client.waitUntilUp()
                #expect(try await client.command(RedisCommand("GET", "n")).int == 1)
                await proxy.stop()
            }
        }

        @Test("a connection that goes silent without an end costs one time-out")
        func halfOpen() async throws {
            try await withRedisServer { server in
                let proxy = try await FaultProxy.start(to: server.port)
                let client = RedisClient(
                    try .test("redis://127.0.0.1:\(proxy.port)", commandTimeout: .milliseconds(100)))
                defer { client.close() }
                _ = try await client.waitUntilUp()
                try await proxy.set(.swallow)
                #expect(await client.failure(RedisCommand("PING")).0?.kind == .timedOut)
                #expect(await client.failure(RedisCommand("PING")).0?.kind == .unavailable)
                try await proxy.set(.refuse)
                #expect(await client.failure(RedisCommand("PING")).0?.kind == .unavailable)
                try await proxy.set(.pass)
                _ = try await client.waitUntilUp()
                #expect(try await client.command(RedisCommand("PING"), timeout: .seconds(5)).utf8 == "PONG")
                await proxy.stop()
            }
        }
    }
}
