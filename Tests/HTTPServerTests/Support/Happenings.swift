import Foundation
import Synchronization

/// What happened, in order; tests wait for it by name.
final class Happenings: Sendable {
    private struct State {
        var names: [String] = []
        var waiters: [(name: String, count: Int, continuation: CheckedContinuation<Void, Never>)] = []
    }

    private let state = Mutex(State())

    var names: [String] { state.withLock { $0.names } }

    func count(_ name: String) -> Int { state.withLock { $0.names.count { $0 == name } } }

    func note(_ name: String) {
        let ready = state.withLock { state in
            state.names.append(name)
            let counts = Dictionary(state.names.map { ($0, 1) }, uniquingKeysWith: +)
            let ready = state.waiters.filter { counts[$0.name, default: 0] >= $0.count }
            state.waiters.removeAll { counts[$0.name, default: 0] >= $0.count }
            return ready
        }
        for waiter in ready { waiter.continuation.resume() }
    }

    /// Waits until `name` has happened so often; the suite's time limit ends a test whose event never comes.
    func wait(for name: String, count: Int = 1) async {
        await withCheckedContinuation { continuation in
            let isThere = state.withLock { state in
                if state.names.count(where: { $0 == name }) >= count { return true }
                state.waiters.append((name, count, continuation))
                return false
            }
            if isThere { continuation.resume() }
        }
    }
}

/// A door that stays shut until it is opened. Waiting at it ignores cancellation.
final class Door: Sendable {
    private let happenings = Happenings()
    func open() { happenings.note("open") }
    func pass() async { await happenings.wait(for: "open") }
}

/// Waits until the task is cancelled.
func untilCancelled() async {
    let (stream, continuation) = AsyncStream.makeStream(of: Void.self)
    await withTaskCancellationHandler {
        for await _ in stream {}
    } onCancel: {
        continuation.finish()
    }
}
