public import Jobs
import Redis

extension RedisBroker {
    /// Wakes all who wait for `changes` of a topic, which has a name that no queue has. What changed they read in PostgreSQL: an
    /// announcement that gets lost costs time and nothing else.
    public func announceChange(in topic: QueueName) async throws {
        let key = JobKeys.changes(in: topic)
        let replies = try await redis.send(
            [
                RedisCommand("XADD", .text(key), "MAXLEN", "~", 100, "*", "jobs", ""),
                RedisCommand("PEXPIRE", .text(key), .integer(Limits.streamLife.milliseconds)),
            ], key: .text(key))
        if let error = replies.lazy.compactMap(\.error).first { throw error }
    }
}
