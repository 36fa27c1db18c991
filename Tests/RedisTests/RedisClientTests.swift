import Redis
import RedisTestSupport
import Testing

extension RedisTests {
    @Suite("A Redis client", .timeLimit(.minutes(1)))
    struct RedisClientTests {
        @Test("keys and values may hold any bytes, of any length")
        func binary() async throws {
            try await withRedis { _, client in
                let all = Array(UInt8.min...UInt8.max)
                let large = (0..<3_000_000).map { UInt8(truncatingIfNeeded: $0 &* 31) }
                for value in [[], all, Array("\r\n$-1\r\n".utf8), large] {
                    try await client.command(RedisCommand("SET", .bytes(all), .bytes(value)))
                    #expect(try await client.command(RedisCommand("GET", .bytes(all))).bytes == value)
                }
                #expect(try await client.command(RedisCommand("GET", "missing")) == .null)
            }
        }

        @Test("ten thousand concurrent callers each get their own reply")
        func concurrency() async throws {
            try await withRedis { _, client in
                let wrong = try await withThrowingTaskGroup(of: Bool.self) { group in
                    for index in 0..<10_000 {
                        group.addTask {
                            let text = RedisArgument("value \(index)")
                            let replies = try await client.send([
                                RedisCommand("ECHO", text), RedisCommand("ECHO", .init(index)),
                            ])
                            return replies[0].utf8 == "value \(index)" && replies[1].int == Int64(index)
                        }
                    }
                    return try await group.reduce(into: 0) { $0 += $1 ? 0 : 1 }
                }
                #expect(wrong == 0)
            }
        }

        @Test("concurrent callers share one connection")
        func sharing() async throws {
            try await withRedis { _, client in
                let ids = try await withThrowingTaskGroup(of: Int64?.self) { group in
                    for _ in 0..<100 { group.addTask { try await client.command(RedisCommand("CLIENT", "ID")).int } }
                    return try await group.reduce(into: Set<Int64?>()) { $0.insert($1) }
                }
                #expect(ids.count == 1)
            }
        }

        @Test("an error in the middle of a batch is one reply among the others")
        func errors() async throws {
            try await withRedis { _, client in
                let replies = try await client.send([
                    RedisCommand("SET", "k", "text"), RedisCommand("INCR", "k"), RedisCommand("LPUSH", "k", "x"),
                    RedisCommand("GET", "k"),
                ])
                #expect(replies[0].utf8 == "OK")
                #expect(replies[1].error?.kind == .server(code: "ERR"))
                #expect(replies[2].error?.kind == .server(code: "WRONGTYPE"))
                #expect(replies[3].utf8 == "text")
                let (error, _) = await client.failure(RedisCommand("INCR", "k"))
                #expect(error?.kind == .server(code: "ERR"))
                #expect(error?.isOutcomeUnknown == false)
                #expect(try await client.send([]) == [])
            }
        }

        @Test("a client says its name, uses its database, and learns who the server is")
        func identity() async throws {
            try await withRedisServer(.init(arguments: ["--maxmemory-policy", "noeviction"])) { server in
                let client = RedisClient(try .test(server.url + "/5?client_name=flotilla-test"))
                defer { client.close() }
                let identity = try await client.waitUntilUp()
                #expect(identity.address == "127.0.0.1:\(server.port)")
                #expect(identity.runID?.count == 40)
                #expect(identity.version?.isEmpty == false)
                #expect(identity.maxmemoryPolicy == "noeviction")
                let info = try await client.command(RedisCommand("CLIENT", "INFO")).utf8 ?? ""
                #expect(info.contains(" name=flotilla-test ") && info.contains(" db=5 "))
            }
        }

        @Test("a server reached through a Unix socket works the same")
        func unixSocket() async throws {
            try await withRedisServer(.init(arguments: ["--unixsocket", "redis.sock"])) { server in
                let path = server.directory.appending(path: "redis.sock").path
                let client = RedisClient(try .test("unix://\(path)"))
                defer { client.close() }
                #expect(try await client.command(RedisCommand("PING")).utf8 == "PONG")
            }
        }

        @Test("a name is looked up, and the address that works is found")
        func names() async throws {
            try await withRedisServer { server in
                let client = RedisClient(try .test("redis://localhost:\(server.port)"))
                defer { client.close() }
                #expect(try await client.command(RedisCommand("PING")).utf8 == "PONG")
                let nowhere = RedisClient(try .test("redis://no-such-host.invalid"))
                defer { nowhere.close() }
                #expect(await nowhere.failure(RedisCommand("PING")).0?.kind == .unavailable)
            }
        }

        @Test("a closed client fails at once and ends its status")
        func closing() async throws {
            try await withRedis { _, client in
                try await client.command(RedisCommand("PING"))
                client.close()
                #expect(await client.failure(RedisCommand("PING")).0?.kind == .unavailable)
                var last: RedisStatus?
                for await status in client.statusChanges() { last = status }
                #expect(last.map { if case .down = $0 { true } else { false } } == true)
            }
        }

        @Test("closing ends what is under way")
        func closingUnderWay() async throws {
            try await withRedis { server, client in
                let other = RedisClient(try .test(server.url))
                defer { other.close() }
                async let waiting = client.failure(RedisCommand("BLPOP", "never", "0"))
                try await other.waitUntilBlocked(1)
                client.close()
                #expect(await waiting.0?.kind == .connectionLost)
            }
        }
    }
}
