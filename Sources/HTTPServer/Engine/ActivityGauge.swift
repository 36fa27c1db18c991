import Foundation
import Synchronization

/// Counts what is under way, and lets a plain thread wait for none.
final class ActivityGauge: Sendable {
    private let count = Atomic<Int>(0)
    private let isWatched = Atomic<Bool>(false)
    private let condition = NSCondition()

    var current: Int { count.load(ordering: .relaxed) }

    func enter() { count.add(1, ordering: .sequentiallyConsistent) }

    func leave() {
        let left = count.subtract(1, ordering: .sequentiallyConsistent).newValue
        guard left == 0, isWatched.load(ordering: .sequentiallyConsistent) else { return }
        condition.lock()
        condition.broadcast()
        condition.unlock()
    }

    /// Blocks the calling thread.
    /// - Returns: whether the count came to zero in time.
    func waitForNone(atMost limit: Duration) -> Bool {
        isWatched.store(true, ordering: .sequentiallyConsistent)
        let deadline = Date(timeIntervalSinceNow: limit / .seconds(1))
        condition.lock()
        defer { condition.unlock() }
        while count.load(ordering: .sequentiallyConsistent) > 0 {
            if !condition.wait(until: deadline) { return count.load(ordering: .sequentiallyConsistent) == 0 }
        }
        return true
    }
}
