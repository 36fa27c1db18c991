/// The commands under way on one connection, in the order of their replies; knows no socket and no clock.
///
/// A caller that stops waiting leaves its place in the line: its replies are read and thrown away, so that the replies of
/// those behind it stay theirs.
struct Pipeline<Waiter> {
    typealias Instant = ContinuousClock.Instant

    /// What a caller asked for in one go.
    struct Entry {
        var waiter: Waiter?
        let expected: Int
        /// Where its bytes begin in the connection's output.
        let position: UInt64
        /// When its caller stops waiting.
        let deadline: Instant
        /// When the connection is given up if this entry is still first in line.
        let patience: Instant
        var replies: [RedisValue] = []
    }

    struct Expiry {
        var waiters: [Waiter] = []
        /// The first in line exhausted its patience: the server no longer answers.
        var isAbandoned = false
        /// When to look again.
        var next: Instant?
    }

    private var entries: [Entry?] = []
    private var head = 0
    /// How many whose caller stopped waiting are still in line.
    private(set) var lateCount = 0

    var isEmpty: Bool { head == entries.count }

    mutating func append(_ entry: Entry) { entries.append(entry) }

    /// Takes the next reply; returns an entry when that was its last one.
    mutating func receive(_ value: RedisValue) throws(RedisError) -> Entry? {
        guard head < entries.count else { throw .protocolViolation("a reply without a request") }
        entries[head]?.replies.append(value)
        guard let entry = entries[head], entry.replies.count == entry.expected else { return nil }
        entries[head] = nil
        head += 1
        if entry.waiter == nil { lateCount -= 1 }
        compact()
        return entry
    }

    /// Lets go the callers whose deadline has passed.
    mutating func expire(at now: Instant) -> Expiry {
        var expiry = Expiry()
        for index in head..<entries.count {
            guard let entry = entries[index] else { continue }
            if let waiter = entry.waiter, entry.deadline <= now {
                expiry.waiters.append(waiter)
                entries[index]?.waiter = nil
                lateCount += 1
            } else if entry.waiter != nil {
                expiry.next = min(expiry.next ?? entry.deadline, entry.deadline)
            }
        }
        if head < entries.count, let first = entries[head] {
            expiry.isAbandoned = first.patience <= now
            expiry.next = min(expiry.next ?? first.patience, first.patience)
        }
        return expiry
    }

    /// Empties the line; the entries that still have a caller.
    mutating func removeAll() -> [Entry] {
        let left = entries[head...].compactMap { $0 }.filter { $0.waiter != nil }
        self = Pipeline()
        return left
    }

    private mutating func compact() {
        if head == entries.count {
            entries.removeAll(keepingCapacity: true)
            head = 0
        } else if head >= 1024 && head * 2 >= entries.count {
            entries.removeSubrange(..<head)
            head = 0
        }
    }
}
