import Foundation
import Jobs
public import Redis

/// The dispatcher in Redis. Every operation is one script: atomic, and one round trip for many jobs.
public struct RedisBroker: Sendable {
    let redis: RedisClient
    let young: Duration

    /// - Parameter young: a lease that its session does not name may, up to this age, belong to a take whose answer is
    ///   still under way.
    public init(redis: RedisClient, young: Duration = .seconds(5)) {
        self.redis = redis
        self.young = young
    }

    func run(
        _ script: RedisScript, on queue: QueueName, _ arguments: [RedisArgument], timeout: Duration? = nil
    ) async throws -> RedisValue {
        try await redis.evaluate(
            script, keys: [.text(JobKeys.base(of: queue))], arguments: arguments, timeout: timeout)
    }
}

/// The scripts, each with the preamble that names the keys.
package enum Scripts {
    package static let offer = load(PackageResources.Offer_lua)
    package static let take = load(PackageResources.Take_lua)
    static let extend = load(PackageResources.Extend_lua)
    package static let settle = load(PackageResources.Settle_lua)
    static let release = load(PackageResources.Release_lua)
    static let promote = load(PackageResources.Promote_lua)
    static let reap = load(PackageResources.Reap_lua)
    static let live = load(PackageResources.Live_lua)
    static let unknown = load(PackageResources.Unknown_lua)
    static let stats = load(PackageResources.Stats_lua)
    static let whereIs = load(PackageResources.Where_lua)
    static let write = load(PackageResources.Streams_lua + PackageResources.Write_lua)
    static let read = load(PackageResources.Streams_lua + PackageResources.Read_lua)

    private static func load(_ source: [UInt8]) -> RedisScript {
        RedisScript(String(decoding: PackageResources.Preamble_lua + source, as: UTF8.self))
    }
}

extension UUID {
    /// 32 hex digits: how scripts and keys name tenants and sessions.
    var hex: String { uuidString.replacingOccurrences(of: "-", with: "").lowercased() }

    init?(hex: some StringProtocol) {
        guard hex.utf8.count == 32 else { return nil }
        var text = ""
        for (index, character) in hex.enumerated() {
            if [8, 12, 16, 20].contains(index) { text.append("-") }
            text.append(character)
        }
        self.init(uuidString: text)
    }
}

extension ClaimToken {
    var bytes: [UInt8] { (0..<8).map { UInt8(truncatingIfNeeded: value >> (56 - 8 * $0)) } }

    init?(bytes: [UInt8]) {
        guard bytes.count == 8 else { return nil }
        self.init(bytes.reduce(0) { $0 << 8 | Int64($1) })
    }
}

extension Duration {
    var milliseconds: Int64 {
        components.seconds * 1000 + components.attoseconds / 1_000_000_000_000_000
    }

    var microseconds: Int64 {
        components.seconds * 1_000_000 + components.attoseconds / 1_000_000_000_000
    }
}
