import RedisTestSupport
import Testing

@testable import Redis

extension RedisTests {
    /// One cluster for all: each test puts right what it changed.
    @Suite("A Redis Cluster", .serialized, .timeLimit(.minutes(3)))
    struct ClusterTests {
        private static let shared = Task { try await RedisTestCluster.start() }

        private func withClient(_ body: (RedisTestCluster, RedisClient) async throws -> Void) async throws {
            let cluster = try await Self.shared.value
            let client = RedisClient(try .test(cluster.url))
            defer { client.close() }
            try await body(cluster, client)
        }

        /// A tag of a master's slots, by trial.
        private func tag(of master: Int) throws -> String {
            let range = [0...5460, 5461...10922, 10923...16383][master]
            return try #require((0..<1000).map { "t\($0)" }.first { range.contains(HashSlot.of(.text($0))) })
        }

        @Test("keys have the slots that the specification gives them, by their hash tag where they have one")
        func slots() {
            #expect(HashSlot.of("123456789") == 0x31C3)
            #expect(HashSlot.of("{user1000}.following") == HashSlot.of("{user1000}.followers"))
            #expect(HashSlot.of("foo{}{bar}") == HashSlot.of(.bytes(Array("foo{}{bar}".utf8))))
            #expect(HashSlot.of("foo{{bar}}zap") == HashSlot.of("{bar"))
            #expect(HashSlot.of("foo{bar}{zap}") == HashSlot.of("bar"))
            #expect(HashSlot.of("foo{}{bar}") != HashSlot.of("bar"))
        }

        @Test("each key is written and read at its own master, by commands, pipelines, scripts and waits")
        func spread() async throws {
            try await withClient { cluster, client in
                for place in 0..<3 {
                    let key = "k:{\(try tag(of: place))}"
                    try await client.command(RedisCommand("SET", .text(key), .integer(Int64(place))))
                    #expect(try await cluster.ask(cluster.masters[place], "GET", key) == "\(place)")
                    let replies = try await client.send([
                        RedisCommand("GET", .text(key)), RedisCommand("APPEND", .text(key), "x"),
                    ])
                    #expect(replies.map(\.int) == [Int64(place), 2])
                    let script = RedisScript("return redis.call('STRLEN', KEYS[1] .. ARGV[1])")
                    #expect(try await client.evaluate(script, keys: [.text(key)], arguments: [""]).int == 2)
                    let list = RedisArgument.text("l:{\(try tag(of: place))}")
                    async let waited = client.blocking(RedisCommand("BLPOP", list), for: .seconds(5))
                    try await client.command(RedisCommand("RPUSH", list, "v"))
                    #expect(try await waited.array?.last?.utf8 == "v")
                }
                guard case .up(let server) = client.status(of: .text(try tag(of: 1))) else {
                    return #expect(Bool(false), "the node is not up")
                }
                #expect(server.address == "127.0.0.1:\(cluster.masters[1].port)")
                #expect(try await client.sendToAll([RedisCommand("PING")]).count == 3)
            }
        }

        @Test(
            "a slot that another node serves is followed, and a wait at the former node ends and goes on at the new one"
        )
        func moved() async throws {
            try await withClient { cluster, client in
                let tag = try tag(of: 0)
                let (slot, key) = (HashSlot.of(.text(tag)), RedisArgument.text("m:{\(tag)}"))
                try await client.command(RedisCommand("SET", key, "v"))
                try await cluster.move(slot, to: cluster.masters[1])
                #expect(try await client.command(RedisCommand("GET", key)).utf8 == "v")
                guard case .up(let server) = client.status(of: key) else {
                    return #expect(Bool(false), "the node is not up")
                }
                #expect(server.address == "127.0.0.1:\(cluster.masters[1].port)")
                try await cluster.move(slot, to: cluster.masters[0])
                // In the middle of a pipeline: nothing is carried out twice.
                let replies = try await client.send([
                    RedisCommand("APPEND", key, "1"), RedisCommand("APPEND", key, "2"),
                ])
                #expect(replies.map(\.int) == [2, 3])
            }
        }

        @Test("while a slot is being moved its scripts are refused and change nothing on either side")
        func migrating() async throws {
            try await withClient { cluster, client in
                let tag = try tag(of: 2)
                let slot = HashSlot.of(.text(tag))
                let base = RedisArgument.text("q:{\(tag)}")
                let script = RedisScript(
                    "redis.call('INCR', KEYS[1] .. ':a') return redis.call('INCR', KEYS[1] .. ':b')")
                #expect(try await client.evaluate(script, keys: [base]).int == 1)
                try await cluster.move(slot, to: cluster.masters[0]) {
                    let error = await #expect(throws: RedisError.self) {
                        try await client.evaluate(script, keys: [base])
                    }
                    #expect(error?.cause == .moved && error?.isOutcomeUnknown == false)
                }
                #expect(try await client.evaluate(script, keys: [base]).int == 2)
                #expect(try await client.command(RedisCommand("GET", .text("q:{\(tag)}:a"))).utf8 == "2")
                try await cluster.move(slot, to: cluster.masters[2])
            }
        }

        @Test("after the death of a master its replica is found, and other masters' keys are served all the while")
        func failover() async throws {
            try await withClient { cluster, client in
                let (key, other) = ("f:{\(try tag(of: 1))}", "f:{\(try tag(of: 2))}")
                try await client.command(RedisCommand("SET", .text(key), "v"))
                try await client.command(RedisCommand("SET", .text(other), "v"))
                let slot = HashSlot.of(.text(key))
                let master = try await cluster.master(of: slot)
                guard case .up(let before) = client.status(of: .text(key)) else {
                    return #expect(Bool(false), "the node is not up")
                }
                try await Task.sleep(for: .milliseconds(200))
                await master.kill()
                let start = ContinuousClock.now
                var failures: Set<RedisError.Kind> = []
                while true {
                    #expect(try await client.command(RedisCommand("GET", .text(other))).utf8 == "v")
                    do throws(RedisError) {
                        try await client.command(RedisCommand("APPEND", .text(key), "w"), timeout: .seconds(1))
                        break
                    } catch {
                        failures.insert(error.kind)
                        guard start.duration(to: .now) < .seconds(60) else { throw error }
                        try? await Task.sleep(for: .milliseconds(20))
                    }
                }
                print("a master's death: \(start.duration(to: .now)) until its keys are served, \(failures)")
                guard case .up(let after) = client.status(of: .text(key)) else {
                    return #expect(Bool(false), "the node is not up")
                }
                #expect(after.runID != before.runID && after.address != before.address)
                try await master.restart(keepingData: true)
            }
        }

        @Test(
            "a server that is no cluster, and a cluster behind a plain URL, are refused in words that say what to write"
        )
        func wrongURL() async throws {
            try await withRedisServer { server in
                let client = RedisClient(try .test(server.url.replacing("redis://", with: "redis+cluster://")))
                defer { client.close() }
                let error = await client.failure(RedisCommand("GET", "k")).0
                #expect(error?.kind == .configuration)
                #expect(error?.description.contains("write redis:// or rediss://") == true)
            }
            let cluster = try await Self.shared.value
            let plain = RedisClient(try .test(cluster.masters[0].url))
            defer { plain.close() }
            let (error, _) = await plain.failure(RedisCommand("GET", .text(try tag(of: 1))))
            #expect(error?.cause == .moved)
        }
    }
}
