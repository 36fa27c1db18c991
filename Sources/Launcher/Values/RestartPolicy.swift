/// How long a process that ended stays down.
///
/// | lived | delay |
/// | --- | --- |
/// | 10 s or more | 0.1 s |
/// | less | twice the last one, at most 5 s; what answers requests is never kept down longer than 0.1 s |
struct RestartPolicy: Sendable, Hashable {
    static let shortest: Duration = .milliseconds(100)
    static let longest: Duration = .seconds(5)
    static let healthy: Duration = .seconds(10)

    /// The most that a process waits, however often it ends.
    private let most: Duration
    private var next = shortest

    init(most: Duration = longest) { self.most = most }

    mutating func delay<Instant: InstantProtocol>(
        startedAt: Instant, endedAt: Instant
    ) -> Duration where Instant.Duration == Duration {
        if startedAt.duration(to: endedAt) >= Self.healthy { next = Self.shortest }
        defer { next = min(next * 2, most) }
        return next
    }
}
