import Redis
import RedisTestSupport
import Testing

extension RedisConfiguration {
    /// For a test's server: impatient.
    static func test(_ url: String, commandTimeout: Duration = .seconds(5)) throws -> RedisConfiguration {
        var configuration = try RedisConfiguration(url: url)
        configuration.commandTimeout = commandTimeout
        return configuration
    }
}

/// Runs `body` with a server and a client of it; both are gone afterwards.
func withRedis(
    _ options: RedisTestServer.Options = .init(), commandTimeout: Duration = .seconds(5),
    _ body: (RedisTestServer, RedisClient) async throws -> Void
) async throws {
    try await withRedisServer(options) { server in
        let client = RedisClient(try .test(server.url, commandTimeout: commandTimeout))
        defer { client.close() }
        try await body(server, client)
    }
}

extension RedisClient {
    /// Waits for a state of which `condition` holds.
    @discardableResult
    func waits(for condition: (RedisStatus) -> Bool) async throws -> RedisStatus {
        for await status in statusChanges() where condition(status) { return status }
        throw ClientWasClosed()
    }

    func waitUntilUp() async throws -> RedisServer {
        guard case .up(let server) = try await waits(for: { if case .up = $0 { true } else { false } }) else {
            throw ClientWasClosed()
        }
        return server
    }

    func waitUntilDown() async throws {
        try await waits { if case .down = $0 { true } else { false } }
    }

    /// Waits until the server has that many clients blocked.
    func waitUntilBlocked(_ count: Int) async throws {
        let wanted = "\r\nblocked_clients:\(count)\r\n"
        while try await command(RedisCommand("INFO", "clients")).utf8?.contains(wanted) != true {}
    }

    /// The error that a command ends with, and after how long.
    func failure(_ command: RedisCommand, timeout: Duration? = nil) async -> (RedisError?, Duration) {
        let start = ContinuousClock.now
        do throws(RedisError) {
            try await self.command(command, timeout: timeout)
            return (nil, start.duration(to: .now))
        } catch {
            return (error, start.duration(to: .now))
        }
    }
}

struct ClientWasClosed: Error {}
