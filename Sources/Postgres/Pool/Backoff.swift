/// How long to wait before the next attempt to connect: 50 ms, doubled with each failure, at most 1 s.
struct Backoff {
    private static let first = Duration.milliseconds(50)
    private static let most = Duration.seconds(1)

    private(set) var failures = 0
    private var earliest: ContinuousClock.Instant?

    /// The time left until an attempt is due; zero when it is.
    func delay(now: ContinuousClock.Instant) -> Duration {
        earliest.map { max(.zero, now.duration(to: $0)) } ?? .zero
    }

    mutating func failed(now: ContinuousClock.Instant) {
        let delay = min(Self.most, Self.first * (1 << min(failures, 10)))
        failures += 1
        earliest = now + delay
    }

    mutating func succeeded() {
        self = Backoff()
    }
}
