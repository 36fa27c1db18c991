/// When a failed attempt is followed by another: the AWS SDKs' standard mode (botocore's `retries/standard.py`).
public struct RetryPolicy: Sendable {
    /// The first one included.
    public var attempts = 3
    /// The most that the first retry waits; doubles with each, and the wait is a random part of it.
    public var scale: Duration = .milliseconds(50)
    public var throttlingScale: Duration = .seconds(1)
    public var longest: Duration = .seconds(20)
    /// A number in [0, 1) for the random part of each wait.
    public var random: @Sendable () -> Double = { Double.random(in: 0..<1) }

    public init() {}

    /// The wait before retry number `retry`, the first being 0.
    func delay(retry: Int, throttled: Bool, retryAfter: Duration?) -> Duration {
        let base = throttled ? throttlingScale : scale
        let backoff = min(base * (1 << min(retry, 16)), longest) * random()
        guard let retryAfter else { return backoff }
        // AWS may ask for more than we would wait, by five seconds at most.
        return min(max(retryAfter, backoff), backoff + .seconds(5))
    }
}
