import Foundation
import Jobs
public import Redis

/// The dispatcher in Redis. Every operation is one script: atomic, and one round trip for many jobs.
public struct RedisBroker: Sendable {
    let redis: RedisClient
    let young: Duration
    let limits: (any LimitStore)?
    let looks = RetryAfterCache()

    /// - Parameter young: a lease that its session does not name may, up to this age, belong to a take whose answer is
    ///   still under way.
    /// - Parameter limits: where a server that was wiped learns what is limited, before it gives out anything; nil:
    ///   nothing is.
    public init(redis: RedisClient, young: Duration = .seconds(5), limits: (any LimitStore)? = nil) {
        self.limits = limits
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

/// The scripts: each is a function's body between the preamble, which names the keys, and the postamble, which calls it.
package enum Scripts {
    package static let offer = load(PackageResources.Offer_lua)
    package static let take = load(limited: PackageResources.Take_lua)
    static let extend = load(limited: PackageResources.Extend_lua)
    package static let settle = load(limited: PackageResources.Settle_lua)
    static let release = load(limited: PackageResources.Release_lua)
    static let promote = load(limited: PackageResources.Promote_lua)
    static let reap = load(PackageResources.Reap_lua)
    static let live = load(PackageResources.Live_lua)
    static let unknown = load(PackageResources.Unknown_lua)
    static let publish = load(limited: PackageResources.Publish_lua)
    static let compare = load(limited: PackageResources.Compare_lua)
    static let leases = load(PackageResources.Leases_lua)
    static let hold = load(limited: PackageResources.Hold_lua)
    static let usage = load(limited: PackageResources.Usage_lua)
    static let stats = load(PackageResources.Stats_lua)
    static let oldest = load(PackageResources.Oldest_lua)
    static let whereIs = load(PackageResources.Where_lua)
    static let write = load(PackageResources.Write_lua, below: PackageResources.Streams_lua)
    static let read = load(PackageResources.Read_lua, below: PackageResources.Streams_lua)
    static let verify = load(
        PackageResources.Verify_lua, below: PackageResources.Limits_lua + PackageResources.Streams_lua)
    static let forget = load(PackageResources.Forget_lua)

    private static func load(limited source: [UInt8]) -> RedisScript {
        load(source, below: PackageResources.Limits_lua)
    }

    private static func load(_ source: [UInt8], below shared: [UInt8] = []) -> RedisScript {
        let text = [
            PackageResources.Preamble_lua, shared, Array("local function main()\n".utf8), source, Array("end\n".utf8),
            PackageResources.Postamble_lua,
        ]
        return RedisScript(text.map { String(decoding: $0, as: UTF8.self) }.joined())
    }
}

extension UUID {
    /// - Parameter hex: as `hex` writes it.
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
    var microseconds: Int64 {
        components.seconds * 1_000_000 + components.attoseconds / 1_000_000_000_000
    }
}
