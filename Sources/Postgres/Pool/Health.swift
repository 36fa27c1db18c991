import Synchronization

/// Whether the database answered last time.
final class Health: Sendable {
    private struct State {
        var isUp = false
        var failure: ConnectionFailure?
    }

    private let state = Mutex(State())

    var isUp: Bool { state.withLock(\.isUp) }

    /// Why there is no connection; nil while there is one, and before the first attempt.
    var failure: ConnectionFailure? { state.withLock(\.failure) }

    func report(_ isUp: Bool, because failure: ConnectionFailure? = nil) {
        state.withLock { $0 = State(isUp: isUp, failure: failure) }
    }
}
