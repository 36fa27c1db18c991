import Redis
import RedisTestSupport
import Testing

extension RedisTests {
    @Suite("Redis behind sentinels", .timeLimit(.minutes(2)))
    struct SentinelTests {
        /// A master with a replica that has caught up, and a sentinel that knows both.
        private func withSentinel(
            _ body: (_ master: RedisTestServer, _ replica: RedisTestServer, _ url: String) async throws -> Void
        ) async throws {
            try await withRedisServer(.init(arguments: ["--repl-diskless-sync-delay", "0"])) { master in
                try await withRedisServer(.init(arguments: ["--replicaof", "127.0.0.1 \(master.port)"])) { replica in
                    #expect(await replica.logs("Finished with success"))
                    let lines = [
                        "sentinel monitor main 127.0.0.1 \(master.port) 1",
                        "sentinel down-after-milliseconds main 500",
                        "sentinel failover-timeout main 2000",
                    ]
                    try await withRedisServer(.init(sentinel: lines)) { sentinel in
                        #expect(await sentinel.logs("+slave slave"))
                        // The first of the two is a port on which nothing listens.
                        try await body(master, replica, "redis+sentinel://127.0.0.1:1,127.0.0.1:\(sentinel.port)/main")
                    }
                }
            }
        }

        @Test("the master is found, and after its death the one that takes its place")
        func failover() async throws {
            try await withSentinel { master, replica, url in
                let client = RedisClient(try .test(url))
                defer { client.close() }
                #expect(try await client.waitUntilUp().address == "127.0.0.1:\(master.port)")
                try await client.command(RedisCommand("SET", "k", "v"))
                #expect(try await client.command(RedisCommand("WAIT", 1, 5000)).int == 1)
                await master.kill()
                try await client.waitUntilDown()
                #expect(try await client.waitUntilUp().address == "127.0.0.1:\(replica.port)")
                #expect(try await client.command(RedisCommand("GET", "k")).utf8 == "v")
                try await client.command(RedisCommand("SET", "k", "w"))
            }
        }

        @Test("a master that became a replica is left as soon as it refuses a write")
        func demotion() async throws {
            try await withSentinel { master, _, url in
                let client = RedisClient(try .test(url))
                defer { client.close() }
                _ = try await client.waitUntilUp()
                let direct = RedisClient(try .test(master.url))
                defer { direct.close() }
                // Behind the sentinel's back; it makes this server the master again.
                try await direct.command(RedisCommand("REPLICAOF", "127.0.0.1", "1"))
                let (error, _) = await client.failure(RedisCommand("SET", "k", "v"))
                #expect(error?.kind == .server(code: "READONLY"))
                try await client.waitUntilDown()
                try await direct.command(RedisCommand("REPLICAOF", "NO", "ONE"))
                _ = try await client.waitUntilUp()
                try await client.command(RedisCommand("SET", "k", "v"))
            }
        }

        @Test("a service that no sentinel knows is unavailable, with its name for those who debug")
        func unknown() async throws {
            try await withSentinel { _, _, url in
                let client = RedisClient(try .test(url.replacing("/main", with: "/other")))
                defer { client.close() }
                let error = await client.failure(RedisCommand("PING")).0
                #expect(error?.kind == .unavailable)
                #expect(error?.debugDescription.contains("'other'") == true)
            }
        }
    }
}
