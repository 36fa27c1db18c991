/// How long to wait before the next attempt: doubling, half of it by chance, so that a fleet does not come back in step.
struct Backoff {
    let shortest: Duration
    let longest: Duration
    private var current: Duration

    init(shortest: Duration, longest: Duration) {
        (self.shortest, self.longest, current) = (shortest, longest, shortest)
    }

    mutating func next() -> Duration {
        defer { current = min(current * 2, longest) }
        return current * Double.random(in: 0.5...1)
    }

    mutating func reset() { current = shortest }
}
