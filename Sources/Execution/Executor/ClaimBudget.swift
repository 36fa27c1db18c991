import Jobs
import Synchronization

/// Bounds the payloads that wait in an executor: claims bring them, and their size is not known before. So the next claim
/// is for as many jobs as would fit if they were like the last ones; the first ones of an executor are few.
final class ClaimBudget: Sendable {
    private struct State {
        var waiting = 0
        /// Of one payload, in bytes.
        var typical: Double
        var waiters: [CheckedContinuation<Void, Never>] = []
    }

    static let most = 32 << 20
    /// What a job takes beside its payload, in bytes.
    private static let least = 512.0

    private let bytes: Int
    private let state: Mutex<State>

    /// - Parameter memory: what the executor may take, in bytes; an eighth of it is for payloads that wait.
    init(memory: Int?) {
        bytes = min(Self.most, (memory ?? .max) / 8)
        state = Mutex(State(typical: Double(bytes) / 16))
    }

    /// Waits until there is room; what waits is taken by slots, so there will be.
    /// - Returns: for how many jobs, one at least.
    func room(upTo most: Int) async -> Int {
        while true {
            let room = state.withLock { state in
                state.waiting < bytes
                    ? max(1, Int(min(Double(most), Double(bytes - state.waiting) / state.typical))) : nil
            }
            if let room { return room }
            await withCheckedContinuation { continuation in
                let isFree = state.withLock { state in
                    if state.waiting >= bytes { state.waiters.append(continuation) }
                    return state.waiting < bytes
                }
                if isFree { continuation.resume() }
            }
        }
    }

    /// These wait now.
    func add(_ jobs: [ClaimedJob]) {
        guard !jobs.isEmpty else { return }
        let sum = jobs.payloadBytes
        state.withLock { state in
            state.waiting += sum
            state.typical = max(Double(sum) / Double(jobs.count), state.typical / 2, Self.least)
        }
    }

    /// Jobs wait no more whose payloads have so many bytes.
    func remove(_ bytes: Int) {
        let waiters = state.withLock { state in
            state.waiting -= bytes
            // There are waiters only where payloads are large.
            guard !state.waiters.isEmpty, state.waiting < self.bytes else {
                return [CheckedContinuation<Void, Never>]()
            }
            defer { state.waiters = [] }
            return state.waiters
        }
        for waiter in waiters { waiter.resume() }
    }
}

extension [ClaimedJob] {
    /// Of all payloads together.
    var payloadBytes: Int { reduce(0) { $0 + $1.payload.count } }
}
