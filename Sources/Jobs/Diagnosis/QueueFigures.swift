/// The open jobs of a queue over the whole fleet.
public struct QueueFigures: Sendable, Hashable {
    /// By status, each of the four open ones. A job whose time has come is `queued`, whatever its row still has.
    public var depth: [JobStatus: Int]
    /// How long the one that has waited longest could have run; zero when none may run.
    public var oldest: Duration

    public init(depth: [JobStatus: Int] = [:], oldest: Duration = .zero) {
        self.depth = depth
        self.oldest = oldest
    }
}
