import Foundation
import Jobs
import Operations
import Storage
import Synchronization

/// Lets requests wait until a job is settled: one statement a round for all of them, however many wait.
final class JobWatch: Service {
    private struct Waiter {
        let id: JobID
        let continuation: CheckedContinuation<Void, Never>
    }

    private struct State {
        var waiters: [UInt64: Waiter] = [:]
        var next: UInt64 = 0
        var isStopped = false
    }

    let name = "watch"
    private let store: PostgresJobStore
    private let state = Mutex(State())
    private let stopped = StopLatch()
    /// Rung by each request that waits.
    private let bell = Doorbell()
    private static let pause = Duration.milliseconds(20)

    init(store: PostgresJobStore) {
        self.store = store
    }

    func run() async throws {
        let looking = Task {
            while !Task.isCancelled {
                await bell.wait()
                while await look() { try await Task.sleep(for: Self.pause) }
            }
        }
        await stopped.wait()
        looking.cancel()
        for waiter in state.withLock({ state in
            state.isStopped = true
            defer { state.waiters = [:] }
            return Array(state.waiters.values)
        }) { waiter.continuation.resume() }
    }

    func stop(by deadline: ContinuousClock.Instant) async { stopped.open() }

    /// Returns when the job is settled, after the time given, or when the caller went away.
    func wait(for id: JobID, atMost limit: Duration) async {
        let number = state.withLock { state in
            state.next += 1
            return state.next
        }
        let timer = Task {
            try? await Task.sleep(for: limit)
            self.release(number)
        }
        await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let isStopped = state.withLock { state in
                    if !state.isStopped { state.waiters[number] = Waiter(id: id, continuation: continuation) }
                    return state.isStopped
                }
                if isStopped { continuation.resume() } else if Task.isCancelled { self.release(number) }
                bell.ring()
            }
        } onCancel: {
            self.release(number)
        }
        timer.cancel()
    }

    private func release(_ number: UInt64) {
        state.withLock { $0.waiters.removeValue(forKey: number) }?.continuation.resume()
    }

    /// - Returns: whether a request waits.
    private func look() async -> Bool {
        let ids = Set(state.withLock { $0.waiters.values.map(\.id) })
        guard !ids.isEmpty else { return false }
        guard let settled = try? await store.settled(among: Array(ids)), !settled.isEmpty else { return true }
        let done = state.withLock { state in
            let done = state.waiters.filter { settled.contains($0.value.id) }
            for number in done.keys { state.waiters[number] = nil }
            return done.values
        }
        for waiter in done { waiter.continuation.resume() }
        return true
    }
}
