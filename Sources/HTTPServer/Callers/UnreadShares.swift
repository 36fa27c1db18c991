/// What waits for readers who may be slow, in bytes, and who has to be given up when it becomes too much.
///
/// Callers share the total as they share everything. A caller that has had its share loses the readers that are furthest
/// behind, not the one to whom something happens to be sent; so one who reads is never cut off because of those who do not.
public struct UnreadShares<Reader: Hashable & Sendable>: Sendable {
    /// The readers to cut off, and why.
    public struct Cut: Sendable {
        public let readers: [Reader]
        public let refusal: ShareRefusal
    }

    private struct Entry {
        let caller: Caller
        var bytes: Int
    }

    private var shares: Shares
    private var entries: [Reader: Entry] = [:]

    public init(_ limits: ShareLimits) { shares = Shares(limits) }

    public var used: Int { shares.used }

    /// So many bytes are about to wait for a reader.
    /// - Returns: the readers to cut off, of whom nothing waits here any more; perhaps this one itself, and then the bytes
    ///   were not added.
    public mutating func add(_ count: Int, for reader: Reader, of caller: Caller) -> Cut? {
        guard let refusal = shares.refusal(of: count, to: caller) else {
            hold(count, reader, caller)
            return nil
        }
        // A part of what is held at once, so that the next bytes need no search again.
        let (key, goal) = (refusal.key, max(count, shares.amount(of: refusal.key ?? caller.key) / 8))
        var candidates = entries.filter { key.map($0.value.caller.isPart) ?? true }.mapValues(\.bytes)
        candidates[reader, default: 0] += count
        var (cut, freed) = ([Reader](), 0)
        for (candidate, bytes) in candidates.sorted(by: { $0.value > $1.value }) where freed < goal {
            cut.append(candidate)
            freed += bytes
            remove(candidate)
        }
        if !cut.contains(reader) { hold(count, reader, caller) }
        return Cut(
            readers: cut,
            refusal: ShareRefusal(
                resource: .events, key: key ?? caller.key, isShare: key != nil, count: cut.count))
    }

    /// A reader took so many.
    public mutating func take(_ count: Int, by reader: Reader) {
        guard let entry = entries[reader] else { return }
        if count >= entry.bytes { return remove(reader) }
        entries[reader]?.bytes -= count
        shares.giveBack(count, by: entry.caller)
    }

    /// A reader is gone.
    public mutating func remove(_ reader: Reader) {
        guard let entry = entries.removeValue(forKey: reader) else { return }
        shares.giveBack(entry.bytes, by: entry.caller)
    }

    private mutating func hold(_ count: Int, _ reader: Reader, _ caller: Caller) {
        guard count > 0 else { return }
        shares.add(count, by: caller)
        entries[reader, default: Entry(caller: caller, bytes: 0)].bytes += count
    }
}

extension Shares.Refusal {
    /// Whose share is used up; nil when nothing is free.
    fileprivate var key: ShareKey? { if case .share(let key) = self { key } else { nil } }
}

extension Caller {
    fileprivate func isPart(of key: ShareKey) -> Bool { self.key == key || group == key }
}
