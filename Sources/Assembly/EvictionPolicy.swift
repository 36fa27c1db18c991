public import Redis

/// What a Redis server drops when its memory is full.
///
/// The dispatcher's lines, leases and due times never expire, so `volatile-*` leaves them alone, but the lists of what a
/// session holds do, and so does a job's stream of progress; `allkeys-*` drops anything. What is dropped is offered
/// again sooner or later; until then jobs wait without need, or run without their lease. So any policy but
/// `noeviction` is refused: then a full server says so, and jobs wait in the database.
public struct EvictionPolicy: Sendable, Hashable {
    /// As Redis names it.
    public let name: String

    public var keepsEverything: Bool { name == "noeviction" }

    /// One line that says what is wrong and what to do.
    public var complaint: String {
        let what = name.hasPrefix("volatile") ? "keys that expire, such as what a worker holds" : "any key"
        return
            "REDIS_URL: the server's maxmemory-policy is \(name), which drops \(what) when memory is full; it should be "
            + "noeviction: run CONFIG SET maxmemory-policy noeviction and set it in redis.conf, or in the parameter "
            + "group of a managed server"
    }

    /// Asks the server now, of a cluster every master: the first that would drop something speaks for all.
    /// - Returns: nil when it forbids asking.
    /// - Throws: `RedisError` when it does not answer.
    public static func ask(_ redis: RedisClient, within limit: Duration = .seconds(2)) async throws -> EvictionPolicy? {
        let question = [RedisCommand("CONFIG", "GET", "maxmemory-policy"), RedisCommand("INFO", "memory")]
        let policies = try await redis.sendToAll(question, timeout: limit).compactMap { Self(replies: $0) }
        return policies.first { !$0.keepsEverything } ?? policies.first
    }

    private init?(replies: [RedisValue]) {
        if let name = replies.first?.array?.last?.utf8 {
            self.init(name: name)
            return
        }
        let prefix = "maxmemory_policy:"
        let line = (replies.last?.utf8 ?? "").split(whereSeparator: \.isNewline).first { $0.hasPrefix(prefix) }
        guard let line else { return nil }
        self.init(name: String(line.dropFirst(prefix.count)))
    }

    private init(name: String) { self.name = name }

    /// To be called at start: a server that would drop keys is refused. One that cannot be asked is not: it may be away,
    /// or not let us read its configuration.
    /// - Throws: `Refused`.
    public static func require(of redis: RedisClient) async throws {
        guard let policy = try? await ask(redis), !policy.keepsEverything else { return }
        throw Refused(description: policy.complaint)
    }

    /// Starting again without a change would end the same way.
    public struct Refused: Error, CustomStringConvertible {
        public let description: String
    }
}
