/// How long a process that ended stays down.
///
/// | lived | delay |
/// | --- | --- |
/// | 10 s or more | 0.1 s |
/// | less | twice the last one, at most 5 s |
struct RestartPolicy: Sendable, Hashable {
    static let shortest: Duration = .milliseconds(100)
    static let longest: Duration = .seconds(5)
    static let healthy: Duration = .seconds(10)

    private var next = shortest

    mutating func delay<Instant: InstantProtocol>(
        startedAt: Instant, endedAt: Instant
    ) -> Duration where Instant.Duration == Duration {
        if startedAt.duration(to: endedAt) >= Self.healthy { next = Self.shortest }
        defer { next = min(next * 2, Self.longest) }
        return next
    }
}
