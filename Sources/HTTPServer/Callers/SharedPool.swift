import Synchronization

/// The shares of one resource, for all threads. The lock is held for two look-ups in a dictionary.
final class SharedPool: Sendable {
    let resource: SharedResource
    private let shares: Mutex<Shares>
    private let onRefusal: @Sendable (ShareRefusal) -> Void

    init(
        _ resource: SharedResource, _ limits: ShareLimits, onRefusal: @escaping @Sendable (ShareRefusal) -> Void
    ) {
        self.resource = resource
        self.onRefusal = onRefusal
        shares = Mutex(Shares(limits))
    }

    var used: Int { shares.withLock { $0.used } }

    /// Followed by one `giveBack` of the same amount, unless it throws.
    /// - Throws: 429 to a caller that has had its share, 503 when nothing is free, both with `Retry-After`.
    func take(_ amount: Int = 1, by caller: Caller) throws(Problem) {
        try check(shares.withLock { $0.take(amount, by: caller) }, caller)
    }

    /// Throws as `take` would and takes nothing.
    func require(_ amount: Int, for caller: Caller) throws(Problem) {
        try check(shares.withLock { $0.refusal(of: amount, to: caller) }, caller)
    }

    func add(_ amount: Int = 1, by caller: Caller) { shares.withLock { $0.add(amount, by: caller) } }

    func giveBack(_ amount: Int = 1, by caller: Caller) {
        if amount > 0 { shares.withLock { $0.giveBack(amount, by: caller) } }
    }

    private func check(_ refusal: Shares.Refusal?, _ caller: Caller) throws(Problem) {
        switch refusal {
        case nil: return
        case .share(let key):
            onRefusal(ShareRefusal(resource: resource, key: key, isShare: true))
            throw Problem(.tooManyRequests, detail: resource.refusal, headers: ["Retry-After": "1"])
        case .full:
            onRefusal(ShareRefusal(resource: resource, key: caller.key, isShare: false))
            throw .unavailable(resource.exhaustion)
        }
    }
}
