import Synchronization

/// The retries that the calls of one key may spend: when AWS is down, all of them together must not multiply the load
/// on it; and a tenant whose calls AWS throttles spends its own.
public final class RetryTokens: Sendable {
    static let capacity = 500
    private let left = Mutex(RetryTokens.capacity)

    public init() {}

    static func cost(throttled: Bool) -> Int { throttled ? 5 : 14 }

    /// False when there are not enough left.
    func take(_ cost: Int) -> Bool {
        left.withLock { left in
            guard left >= cost else { return false }
            left -= cost
            return true
        }
    }

    /// A call succeeded: what its last retry cost comes back, or one when it needed none.
    func giveBack(_ cost: Int?) {
        left.withLock { $0 = min(Self.capacity, $0 + (cost ?? 1)) }
    }

    var count: Int { left.withLock { $0 } }
}
