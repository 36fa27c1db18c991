import Synchronization

/// Lets each message through once per interval and counts what it held back.
public final class RepeatLimit: Sendable {
    private struct Entry {
        var next: ContinuousClock.Instant
        var suppressed = 0
    }

    private let interval: Duration
    private let maximumKeys: Int
    private let now: @Sendable () -> ContinuousClock.Instant
    private let entries = Mutex<[String: Entry]>([:])

    /// - Parameter maximumKeys: messages remembered; past it those whose interval is over are forgotten first.
    public init(
        every interval: Duration, maximumKeys: Int = 256,
        now: @escaping @Sendable () -> ContinuousClock.Instant = { .now }
    ) {
        self.interval = interval
        self.maximumKeys = maximumKeys
        self.now = now
    }

    /// How many were held back since the last one let through; nil when this one is to be held back too.
    public func admit(_ key: String) -> Int? {
        let time = now()
        return entries.withLock { entries in
            if var entry = entries[key] {
                if time < entry.next {
                    entry.suppressed += 1
                    entries[key] = entry
                    return nil
                }
                entries[key] = Entry(next: time + interval)
                return entry.suppressed
            }
            if entries.count >= maximumKeys { entries = entries.filter { $0.value.next > time } }
            if entries.count >= maximumKeys { entries.removeAll() }
            entries[key] = Entry(next: time + interval)
            return 0
        }
    }
}
