import Broker
import Foundation
import Jobs
import Redis
import RedisTestSupport

/// A broker on a server of its own, and the means to damage what it keeps.
struct BrokerUnderTest: Sendable {
    let server: RedisTestServer
    let redis: RedisClient
    let broker: RedisBroker
    let queue: QueueName = "test"

    static func with(
        young: Duration = .seconds(5), _ body: (BrokerUnderTest) async throws -> Void
    ) async throws {
        try await withRedisServer { server in
            let redis = try client(of: server)
            defer { redis.close() }
            try await body(
                BrokerUnderTest(server: server, redis: redis, broker: RedisBroker(redis: redis, young: young)))
        }
    }

    /// With patience for a machine that is busy with other tests.
    static func client(of server: RedisTestServer) throws -> RedisClient {
        var configuration = try RedisConfiguration(url: server.url)
        configuration.commandTimeout = .seconds(10)
        return RedisClient(configuration)
    }

    func keys() async throws -> [String] {
        try await redis.command(RedisCommand("KEYS", "*")).array?.compactMap(\.utf8).sorted() ?? []
    }

    func delete(_ keys: [String]) async throws {
        guard !keys.isEmpty else { return }
        try await redis.command(RedisCommand("DEL", arguments: keys.map { .text($0) }))
    }

    func flush() async throws { try await redis.command(RedisCommand("FLUSHALL")) }

    func usedMemory() async throws -> Int {
        let info = try await redis.command(RedisCommand("INFO", "memory")).utf8 ?? ""
        let line = info.split(whereSeparator: \.isNewline).first { $0.hasPrefix("used_memory:") }
        return Int(line?.dropFirst("used_memory:".count) ?? "") ?? 0
    }
}

/// Offers for tests.
enum Make {
    static let minter = JobIDMinter()
    static let kind: JobKind = "test.kind"

    static func offer(
        tenant: UUID = UUID(), kind: JobKind = kind, limitKey: String? = nil, priority: Int = 4, runAt: Date? = nil
    ) -> Offer {
        Offer(
            id: minter.mint(), queue: "test", tenant: tenant, lane: Lane(kind: kind, limitKey: limitKey),
            priority: priority, runAt: runAt)
    }

    static func offers(_ count: Int, tenant: UUID, kind: JobKind = kind) -> [Offer] {
        (0..<count).map { _ in offer(tenant: tenant, kind: kind) }
    }
}
