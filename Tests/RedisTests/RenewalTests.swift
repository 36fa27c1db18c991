import Redis
import RedisTestSupport
import Testing

extension RedisTests {
    @Suite("Other credentials while the client works", .timeLimit(.minutes(1)))
    struct RenewalTests {
        private func withUser(
            _ body: (RedisTestServer, _ operator: RedisClient, _ url: (String) -> String) async throws -> Void
        ) async throws {
            try await withRedis(.init(arguments: ["--user", "app", "on", ">one", "~*", "&*", "+@all"])) {
                server, operating in
                try await body(server, operating) { "redis://\($0)@127.0.0.1:\(server.port)" }
            }
        }

        private func users(_ operating: RedisClient) async throws -> [String] {
            let list = try await operating.command(RedisCommand("CLIENT", "LIST")).utf8 ?? ""
            return list.split(separator: "\n").compactMap { line in
                line.split(separator: " ").first { $0.hasPrefix("user=") }.map { String($0.dropFirst(5)) }
            }
        }

        @Test("a new user is presented on the connection that there is, which the end of the former one does not cut")
        func newUser() async throws {
            try await withUser { _, operating, url in
                let client = RedisClient(try .test(url("app:one")))
                defer { client.close() }
                let id = try await client.command(RedisCommand("CLIENT", "ID")).int
                try await operating.command(RedisCommand("ACL", "SETUSER", "next", "on", ">two", "~*", "&*", "+@all"))
                client.renew(try .test(url("next:two")))
                while try await !users(operating).contains("next") {}
                // Ends the connections of the user.
                try await operating.command(RedisCommand("ACL", "DELUSER", "app"))
                #expect(try await client.command(RedisCommand("CLIENT", "ID")).int == id)
                #expect(try await client.blocking(RedisCommand("BLPOP", "none"), for: .milliseconds(5)) == .null)
            }
        }

        @Test("a password that the server learns later is used from then on, and the former one until then")
        func early() async throws {
            try await withUser { server, operating, url in
                let client = RedisClient(try .test(url("app:one")))
                defer { client.close() }
                _ = try await client.waitUntilUp()
                client.renew(try .test(url("app:two")))
                for _ in 0..<2 {
                    let id = try await client.command(RedisCommand("CLIENT", "ID")).int ?? 0
                    try await operating.command(RedisCommand("CLIENT", "KILL", "ID", .integer(id)))
                    try await client.waitUntilDown()
                    _ = try await client.waitUntilUp()
                    #expect(try await client.command(RedisCommand("PING")).utf8 == "PONG")
                    try await operating.command(RedisCommand("ACL", "SETUSER", "app", "resetpass", ">two"))
                }
                _ = server
            }
        }

        @Test("a URL that names another server is followed")
        func elsewhere() async throws {
            try await withRedisServer { other in
                try await withRedis { _, client in
                    _ = try await client.waitUntilUp()
                    client.renew(try .test(other.url))
                    try await client.waits { status in
                        if case .up(let server) = status { server.address == "127.0.0.1:\(other.port)" } else { false }
                    }
                    try await client.command(RedisCommand("SET", "k", "v"))
                }
            }
        }
    }
}
