/// Exponential backoff with full jitter: a random time between zero and a bound that doubles with each error.
///
/// Source: M. Brooker, "Exponential Backoff And Jitter", AWS Architecture Blog, 2015.
public struct Backoff: Sendable, Hashable {
    /// The bound after the first error.
    public let base: Duration
    /// The bound never grows beyond this.
    public let cap: Duration

    public init(base: Duration = .seconds(1), cap: Duration = .seconds(15 * 60)) {
        self.base = base
        self.cap = cap
    }

    /// The longest possible wait after so many errors (1 for the first).
    public func bound(afterErrors errors: Int) -> Duration {
        // 2^30 seconds are 34 years: any cap is reached before the shift could overflow.
        let doublings = min(max(errors - 1, 0), 30)
        return min(base * (1 << doublings), cap)
    }

    public func delay(afterErrors errors: Int, using generator: inout some RandomNumberGenerator) -> Duration {
        bound(afterErrors: errors) * Double.random(in: 0...1, using: &generator)
    }
}
