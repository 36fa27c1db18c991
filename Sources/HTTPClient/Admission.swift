/// Names a request of one client.
struct TransferID: Hashable, Sendable {
    let value: UInt64
}

/// Where a request goes, as far as connections are concerned.
struct Origin: Hashable, Sendable {
    let text: String
}

/// Decides which requests may use the network: so many at once per origin, the others first come, first served.
struct Admission {
    private struct Queue {
        var active: Set<TransferID> = []
        var waiting: [TransferID] = []
    }

    private let perOrigin: Int
    private var queues: [Origin: Queue] = [:]

    init(perOrigin: Int) {
        self.perOrigin = max(1, perOrigin)
    }

    /// True when the request may start now; otherwise it waits until a `leave` names it.
    mutating func arrive(_ id: TransferID, at origin: Origin) -> Bool {
        var queue = queues[origin] ?? Queue()
        defer { queues[origin] = queue }
        guard queue.active.count < perOrigin else {
            queue.waiting.append(id)
            return false
        }
        queue.active.insert(id)
        return true
    }

    /// A request ended, started or not. Returns the one that may start in its place.
    mutating func leave(_ id: TransferID, from origin: Origin) -> TransferID? {
        guard var queue = queues[origin] else { return nil }
        defer { queues[origin] = queue.active.isEmpty && queue.waiting.isEmpty ? nil : queue }
        guard queue.active.remove(id) != nil else {
            queue.waiting.removeAll { $0 == id }
            return nil
        }
        guard !queue.waiting.isEmpty else { return nil }
        let next = queue.waiting.removeFirst()
        queue.active.insert(next)
        return next
    }
}
