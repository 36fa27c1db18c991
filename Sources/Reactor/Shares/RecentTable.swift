/// Values by key, at most `capacity` of them: when it is full, those that were used least recently go, about half at once.
///
/// Two generations: what is used moves into the younger; when that is half the capacity, the older one is dropped. So each
/// use costs a look-up or two, however many keys there are.
public struct RecentTable<Key: Hashable & Sendable, Value: Sendable>: Sendable {
    private let generation: Int
    private var young: [Key: Value] = [:]
    private var old: [Key: Value] = [:]

    public init(capacity: Int) { generation = max(1, capacity / 2) }

    public var count: Int { young.count + old.count }

    /// Does not count as use.
    public func peek(_ key: Key) -> Value? { young[key] ?? old[key] }

    /// Reading leaves the entry where it is; writing is use.
    public subscript(key: Key) -> Value? {
        get { peek(key) }
        set {
            old[key] = nil
            guard let newValue else {
                young[key] = nil
                return
            }
            if young[key] == nil, young.count >= generation {
                old = young
                young = [:]
            }
            young[key] = newValue
        }
    }
}
