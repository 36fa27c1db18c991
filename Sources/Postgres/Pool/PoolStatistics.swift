/// The connections of a `Database` at one moment.
public struct PoolStatistics: Sendable, Hashable {
    /// Connections that serve, shared and exclusive.
    public var size = 0
    /// As many as the configuration allows.
    public var maximum = 0
    /// Connections that have something under way, or that one caller holds.
    public var inUse = 0
    /// Calls that nothing was sent of yet.
    public var waiting = 0
    /// Calls since the start that got no connection, or no answer, within their limit.
    public var timeouts = 0

    public init(size: Int = 0, maximum: Int = 0, inUse: Int = 0, waiting: Int = 0, timeouts: Int = 0) {
        self.size = size
        self.maximum = maximum
        self.inUse = inUse
        self.waiting = waiting
        self.timeouts = timeouts
    }
}
