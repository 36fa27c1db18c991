import Synchronization

/// Something that happens once, and that one task waits for no longer than it likes.
final class Milestone: Sendable {
    private enum State {
        case ahead
        case awaited(CheckedContinuation<Void, Never>)
        case over
    }

    private let state = Mutex(State.ahead)

    func reach() {
        let waiter: CheckedContinuation<Void, Never>? = state.withLock { state in
            defer { state = .over }
            if case .awaited(let waiter) = state { return waiter }
            return nil
        }
        waiter?.resume()
    }

    /// Returns when it has happened, or after the time given; then it counts as over.
    func wait(atMost limit: Duration) async {
        let timer = Task {
            try await Task.sleep(for: limit)
            reach()
        }
        await withCheckedContinuation { continuation in
            let isOver = state.withLock { state in
                if case .over = state { return true }
                state = .awaited(continuation)
                return false
            }
            if isOver { continuation.resume() }
        }
        timer.cancel()
    }
}
