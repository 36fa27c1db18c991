/// Names a timer of an `EventLoop`.
public struct TimerID: Hashable, Sendable {
    let value: UInt64
}

/// The timers of one event loop: a binary heap by deadline; a cancelled timer stays in it, emptied, until due.
struct TimerQueue {
    private struct Entry {
        let deadline: ContinuousClock.Instant
        let id: TimerID
    }

    private var heap: [Entry] = []
    private var work: [TimerID: @Sendable () -> Void] = [:]
    private var nextID: UInt64 = 0

    mutating func insert(at deadline: ContinuousClock.Instant, _ closure: @escaping @Sendable () -> Void) -> TimerID {
        nextID += 1
        let id = TimerID(value: nextID)
        work[id] = closure
        heap.append(Entry(deadline: deadline, id: id))
        siftUp(heap.count - 1)
        return id
    }

    mutating func cancel(_ id: TimerID) {
        work[id] = nil
        while let first = heap.first, work[first.id] == nil { removeFirst() }
    }

    /// The time until the next timer, nil when there is none.
    func untilNext() -> Duration? {
        heap.first.map { max(.zero, ContinuousClock.now.duration(to: $0.deadline)) }
    }

    mutating func popDue(now: ContinuousClock.Instant) -> (@Sendable () -> Void)? {
        while let first = heap.first, first.deadline <= now {
            removeFirst()
            if let closure = work.removeValue(forKey: first.id) { return closure }
        }
        return nil
    }

    private mutating func removeFirst() {
        heap.swapAt(0, heap.count - 1)
        heap.removeLast()
        siftDown(0)
    }

    private mutating func siftUp(_ start: Int) {
        var child = start
        while child > 0 {
            let parent = (child - 1) / 2
            guard heap[child].deadline < heap[parent].deadline else { return }
            heap.swapAt(child, parent)
            child = parent
        }
    }

    private mutating func siftDown(_ start: Int) {
        var parent = start
        while true {
            var least = parent
            for child in [2 * parent + 1, 2 * parent + 2]
            where child < heap.count && heap[child].deadline < heap[least].deadline {
                least = child
            }
            if least == parent { return }
            heap.swapAt(parent, least)
            parent = least
        }
    }
}
