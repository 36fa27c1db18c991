import Synchronization

/// One source of numbers, asked at each scrape within a limit. Scrapes at the same time share one call.
final class MetricsCollector: Sendable {
    private struct State {
        var isBusy = false
        var nextID = 0
        var waiters: [Int: CheckedContinuation<[CollectedMetric]?, Never>] = [:]
    }

    private let limit: Duration
    private let failures: Counter
    private let body: @Sendable () async throws -> [CollectedMetric]
    private let state = Mutex(State())

    init(limit: Duration, failures: Counter, body: @escaping @Sendable () async throws -> [CollectedMetric]) {
        self.limit = limit
        self.failures = failures
        self.body = body
    }

    /// Never waits for a body that ignores the limit: it goes on alone.
    func collect() async -> [CollectedMetric] {
        let result = await withCheckedContinuation { waiter in
            let (id, mustAsk) = state.withLock { state in
                state.nextID += 1
                state.waiters[state.nextID] = waiter
                defer { state.isBusy = true }
                return (state.nextID, !state.isBusy)
            }
            if mustAsk { Task { answerAll(try? await body()) } }
            Task {
                try? await Task.sleep(for: limit)
                state.withLock { $0.waiters.removeValue(forKey: id) }?.resume(returning: nil)
            }
        }
        if result == nil { failures.increment() }
        return result ?? []
    }

    private func answerAll(_ metrics: [CollectedMetric]?) {
        let waiters = state.withLock { state in
            state.isBusy = false
            defer { state.waiters = [:] }
            return state.waiters.values
        }
        for waiter in waiters { waiter.resume(returning: metrics) }
    }
}
