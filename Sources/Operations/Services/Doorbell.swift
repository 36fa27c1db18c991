import Synchronization

/// Lets one task sleep until there is something for it to do. A ring while it is awake is not lost.
public final class Doorbell: Sendable {
    private struct State {
        var isRung = false
        var sleeper: CheckedContinuation<Void, Never>?
    }

    private let state = Mutex(State())

    public init() {}

    public func ring() {
        let sleeper = state.withLock { state in
            guard let sleeper = state.sleeper.take() else {
                state.isRung = true
                return nil as CheckedContinuation<Void, Never>?
            }
            return sleeper
        }
        sleeper?.resume()
    }

    /// Returns at the next ring, at once when it was rung since it returned last, and when the task is cancelled. By one task
    /// at a time.
    public func wait() async {
        await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let mustReturn = state.withLock { state in
                    if state.isRung {
                        state.isRung = false
                        return true
                    }
                    state.sleeper = continuation
                    return false
                }
                if mustReturn { continuation.resume() }
            }
        } onCancel: {
            ring()
        }
    }
}
