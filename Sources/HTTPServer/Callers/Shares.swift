/// What is free of a finite thing and who holds the rest.
///
/// A caller may hold as much as is free, by a dynamic threshold (Choudhury and Hahne, 1998): alone it gets half, with n
/// others who take all they get each has the same share, and as much stays free for the next one to come. So the caller
/// with the most is the one who is refused when it becomes tight, at a constant cost for each request.
struct Shares: Sendable {
    enum Refusal: Sendable, Equatable {
        /// This caller has had its share.
        case share(ShareKey)
        /// Nothing is free.
        case full
    }

    let limits: ShareLimits
    private(set) var used = 0
    private var held: [ShareKey: Int] = [:]

    init(_ limits: ShareLimits) { self.limits = limits }

    /// - Returns: why not, if not; then nothing was taken.
    mutating func take(_ amount: Int, by caller: Caller) -> Refusal? {
        if let refusal = refusal(of: amount, to: caller) { return refusal }
        add(amount, by: caller)
        return nil
    }

    /// Whether the caller would get that much now.
    func refusal(of amount: Int, to caller: Caller) -> Refusal? {
        let free = limits.total - used
        guard amount <= free else { return isLargest(caller) ? .share(caller.key) : .full }
        let share = max(limits.floor, free)
        if held[caller.key, default: 0] + amount > min(limits.perCaller, share) { return .share(caller.key) }
        if let group = caller.group, held[group, default: 0] + amount > min(limits.perTenant, share) {
            return .share(group)
        }
        return nil
    }

    /// Takes it whatever the limits say: for what has to go on.
    mutating func add(_ amount: Int, by caller: Caller) {
        used += amount
        held[caller.key, default: 0] += amount
        if let group = caller.group { held[group, default: 0] += amount }
    }

    /// Exactly what was taken must come back.
    mutating func giveBack(_ amount: Int, by caller: Caller) {
        used -= amount
        lower(caller.key, by: amount)
        if let group = caller.group { lower(group, by: amount) }
    }

    func amount(of key: ShareKey) -> Int { held[key, default: 0] }

    /// Whether the caller has at least as much as those who hold something have on average.
    private func isLargest(_ caller: Caller) -> Bool {
        guard let amount = held[caller.key] else { return false }
        return amount >= used / held.count
    }

    private mutating func lower(_ key: ShareKey, by amount: Int) {
        guard let index = held.index(forKey: key) else { return }
        let rest = held.values[index] - amount
        if rest > 0 { held.values[index] = rest } else { held.remove(at: index) }
    }
}
