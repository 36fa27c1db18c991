import Synchronization

/// Gathers items until somebody is free to take them: a batch is what has come while the last one was under way,
/// never what a timer collected, so a single item waits for nobody.
public final class BatchQueue<Item: Sendable>: Sendable {
    private struct State {
        var items: [Item] = []
        var waiters: [CheckedContinuation<Void, Never>] = []
        var isClosed = false
    }

    private let state = Mutex(State())

    public init() {}

    public func push(_ items: [Item]) {
        guard !items.isEmpty else { return }
        let waiter = state.withLock { state in
            state.items += items
            return state.waiters.popLast()
        }
        waiter?.resume()
    }

    public func push(_ item: Item) { push([item]) }

    /// Waits for items and takes up to `limit` of them, oldest first; an empty answer means that the queue is closed.
    public func next(upTo limit: Int) async -> [Item] {
        while true {
            let (items, isClosed, waiter) = state.withLock { state in Self.take(limit, from: &state) }
            waiter?.resume()
            if !items.isEmpty || isClosed { return items }
            await withCheckedContinuation { continuation in
                let isReady = state.withLock { state in
                    if !state.items.isEmpty || state.isClosed { return true }
                    state.waiters.append(continuation)
                    return false
                }
                if isReady { continuation.resume() }
            }
        }
    }

    /// Takes everything that waits.
    public func drain() -> [Item] {
        state.withLock { state in
            defer { state.items = [] }
            return state.items
        }
    }

    /// What is in it can still be taken.
    public func close() {
        let waiters = state.withLock { state in
            state.isClosed = true
            defer { state.waiters = [] }
            return state.waiters
        }
        for waiter in waiters { waiter.resume() }
    }

    private static func take(
        _ limit: Int, from state: inout State
    ) -> ([Item], Bool, CheckedContinuation<Void, Never>?) {
        if state.items.count <= limit {
            defer { state.items = [] }
            return (state.items, state.isClosed, nil)
        }
        let items = Array(state.items.prefix(limit))
        state.items.removeFirst(limit)
        // What is left is work for another waiter.
        return (items, state.isClosed, state.waiters.popLast())
    }
}
