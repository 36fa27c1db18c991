/// Tokens that come back at an even rate, up to a number (RFC 2697 calls it a committed burst).
struct TokenBucket: Sendable {
    private var tokens: Double
    private var readAt: ContinuousClock.Instant

    init(full burst: Double, at now: ContinuousClock.Instant) {
        tokens = burst
        readAt = now
    }

    /// - Parameters:
    ///   - debt: how far below zero the bucket may go: who takes on credit waits for it.
    /// - Returns: how long until the token that was taken is there; nil when none was taken.
    mutating func take(
        burst: Double, perSecond rate: Double, debt: Double = 0, at now: ContinuousClock.Instant
    ) -> Duration? {
        refill(burst, rate, now)
        guard tokens - 1 >= -debt else { return nil }
        tokens -= 1
        return tokens >= 0 ? .zero : .seconds(-tokens / rate)
    }

    /// How long until there is a whole token; zero when there is one.
    mutating func wait(burst: Double, perSecond rate: Double, at now: ContinuousClock.Instant) -> Duration {
        refill(burst, rate, now)
        return tokens >= 1 ? .zero : .seconds((1 - tokens) / rate)
    }

    private mutating func refill(_ burst: Double, _ rate: Double, _ now: ContinuousClock.Instant) {
        tokens = min(burst, tokens + max(0, (now - readAt) / .seconds(1)) * rate)
        readAt = now
    }
}
