/// When a failed attempt is followed by another: full jitter over a doubling wait (AWS Architecture Blog, "Exponential
/// Backoff And Jitter"), for as long as the caller's deadline allows. A call has the time of its region, and few calls of
/// a region are under way at once: that bounds what an AWS in trouble is asked.
public struct RetryPolicy: Sendable {
    /// The first one included.
    public var attempts = Int.max
    /// Of answers that are not AWS's or break off: asking again seldom mends them.
    public var strangeAttempts = 3
    /// The most that the first retry waits; doubles with each, and the wait is a random part of it.
    public var scale: Duration = .milliseconds(50)
    public var throttlingScale: Duration = .seconds(1)
    public var longest: Duration = .seconds(5)
    /// An attempt that has less time than this is not begun.
    public var shortest: Duration = .milliseconds(200)
    /// A number in [0, 1) for the random part of each wait.
    public var random: @Sendable () -> Double = { Double.random(in: 0..<1) }

    public init() {}

    /// The wait before retry number `retry`, the first being 0; nil when there is none.
    /// - Parameters:
    ///   - retryAfter: what AWS asks to wait at least; where that is more than there is time, there is no retry.
    ///   - left: the time until the deadline.
    func delay(
        retry: Int, after kind: AWSError.Kind, retryAfter: Duration? = nil, left: Duration
    ) -> Duration? {
        guard retry < (kind == .malformedAnswer ? min(attempts, strangeAttempts) : attempts) - 1 else { return nil }
        let base = kind == .throttled ? throttlingScale : scale
        // No wait takes more than half of what is left, so that the last attempts come shortly before the end.
        let backoff = min(base * (1 << min(max(0, retry), 16)), longest, left / 2) * random()
        let delay = max(retryAfter ?? .zero, backoff)
        return delay + shortest <= left ? delay : nil
    }
}
