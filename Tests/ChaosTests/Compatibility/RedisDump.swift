import Foundation
import Redis

/// Every key of a Redis, in a form that no version of the server refuses. Times are those of the server's clock.
struct RedisDump: Codable {
    struct Key: Codable {
        let name: Data
        let type: String
        /// Members, fields with values, members with scores, one after the other.
        let content: [Data]
        /// Milliseconds left, or -1.
        let left: Int64
    }

    let milliseconds: Int64
    let keys: [Key]

    init(of client: RedisClient) async throws {
        milliseconds = try await Self.time(client)
        var keys: [Key] = []
        for name in try await client.command(RedisCommand("KEYS", "*")).array ?? [] {
            guard let name = name.bytes else { continue }
            let key = RedisArgument.bytes(name)
            let type = try await client.command(RedisCommand("TYPE", key)).utf8 ?? ""
            let read: RedisCommand? =
                switch type {
                case "string": RedisCommand("MGET", key)
                case "hash": RedisCommand("HGETALL", key)
                case "list": RedisCommand("LRANGE", key, 0, -1)
                case "set": RedisCommand("SMEMBERS", key)
                case "zset": RedisCommand("ZRANGE", key, 0, -1, "WITHSCORES")
                default: nil
                }
            guard let read else { continue }
            let content = try await client.command(read).array?.compactMap { $0.bytes.map { Data($0) } } ?? []
            let left = try await client.command(RedisCommand("PTTL", key)).int ?? -1
            keys.append(Key(name: Data(name), type: type, content: content, left: left))
        }
        self.keys = keys.sorted { $0.name.lexicographicallyPrecedes($1.name) }
    }

    /// Deadlines and due times come as long after now as they came after the dump.
    func load(into client: RedisClient) async throws {
        let gap = try await Self.time(client) - milliseconds
        for key in keys {
            let name = RedisArgument.bytes(Array(key.name))
            let isTimes = [":leases", ":due"].contains { String(decoding: key.name, as: UTF8.self).hasSuffix($0) }
            var content = key.content.map { RedisArgument.bytes(Array($0)) }
            if key.type == "zset" {
                for index in stride(from: 0, to: content.count, by: 2) {
                    let score = Double(String(decoding: key.content[index + 1], as: UTF8.self)) ?? 0
                    content[index + 1] = content[index]
                    content[index] = .text(String(format: "%.0f", score + (isTimes ? Double(gap) : 0)))
                }
            }
            let writes = ["string": "SET", "hash": "HSET", "list": "RPUSH", "set": "SADD", "zset": "ZADD"]
            guard let write = writes[key.type] else { continue }
            _ = try await client.command(RedisCommand(write, arguments: [name] + content))
            if key.left > 0 { _ = try await client.command(RedisCommand("PEXPIRE", name, .integer(key.left))) }
        }
    }

    private static func time(_ client: RedisClient) async throws -> Int64 {
        let parts = try await client.command(RedisCommand("TIME")).array?.compactMap(\.int) ?? []
        return parts[0] * 1000 + parts[1] / 1000
    }
}
