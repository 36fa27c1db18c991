/// Whether commands are taken right now.
public enum RedisStatus: Hashable, Sendable {
    case up(RedisServer)
    /// Commands fail at once with this error, until `up`.
    case down(RedisError)
}
