/// Gathers items until a taker is free: a batch is what has come while the last one was under way, never what a timer
/// collected, so a single item does not wait for others.
public final class BatchQueue<Item: Sendable>: Sendable {
    private struct State {
        var items: [Item] = []
        var waiters: [CheckedContinuation<Void, Never>] = []
        var isClosed = false
        /// Takers that are at work on a batch.
        var busy = 0
    }

    private let state = BusyLock(State())
    private let together: Int

    /// - Parameter together: while one taker of `withNext` is at work, another gets less than so many items only when the
    ///   first is done: fewer, larger batches under load, and no wait for an item that comes alone.
    public init(together: Int = 1) {
        self.together = together
    }

    public func push(_ items: [Item]) {
        guard !items.isEmpty else { return }
        let waiter = state.withLock { state in
            state.items += items
            return nextWaiter(in: &state)
        }
        waiter?.resume()
    }

    public func push(_ item: Item) {
        let waiter = state.withLock { state in
            state.items.append(item)
            return nextWaiter(in: &state)
        }
        waiter?.resume()
    }

    /// Waits for items as `next` does, and gives them to the body.
    /// - Returns: false when the queue is closed and nothing is left.
    public func withNext(upTo limit: Int, _ body: ([Item]) async -> Void) async -> Bool {
        let items = await next(upTo: limit, isBusy: true)
        if items.isEmpty { return false }
        await body(items)
        let waiter = state.withLock { state in
            state.busy -= 1
            return nextWaiter(in: &state)
        }
        waiter?.resume()
        return true
    }

    /// Waits for items and takes up to `limit` of them, oldest first; an empty answer means that the queue is closed.
    public func next(upTo limit: Int) async -> [Item] { await next(upTo: limit, isBusy: false) }

    private func next(upTo limit: Int, isBusy: Bool) async -> [Item] {
        while true {
            let (items, isClosed, waiter) = state.withLock { state in
                guard hasWork(state) else {
                    return ([Item](), state.isClosed, nil as CheckedContinuation<Void, Never>?)
                }
                if isBusy { state.busy += 1 }
                return take(limit, from: &state)
            }
            waiter?.resume()
            if !items.isEmpty || isClosed { return items }
            await withCheckedContinuation { continuation in
                let isReady = state.withLock { state in
                    if hasWork(state) || state.isClosed { return true }
                    state.waiters.append(continuation)
                    return false
                }
                if isReady { continuation.resume() }
            }
        }
    }

    public var count: Int { state.withLock { $0.items.count } }

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

    private func hasWork(_ state: State) -> Bool {
        !state.items.isEmpty && (state.busy == 0 || state.items.count >= together || state.isClosed)
    }

    private func nextWaiter(in state: inout State) -> CheckedContinuation<Void, Never>? {
        hasWork(state) ? state.waiters.popLast() : nil
    }

    private func take(
        _ limit: Int, from state: inout State
    ) -> ([Item], Bool, CheckedContinuation<Void, Never>?) {
        if state.items.count <= limit {
            defer { state.items = [] }
            return (state.items, state.isClosed, nil)
        }
        let items = Array(state.items.prefix(limit))
        state.items.removeFirst(limit)
        // What is left is work for another waiter.
        return (items, state.isClosed, nextWaiter(in: &state))
    }
}
