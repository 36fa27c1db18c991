import Synchronization

/// Whether the database answered last time, for those who ask and those who follow.
final class Health: Sendable {
    private struct State {
        var isUp = false
        var failure: ConnectionFailure?
        var isClosed = false
        var followers: [Int: AsyncStream<Bool>.Continuation] = [:]
        var lastFollower = 0
    }

    private let state = Mutex(State())

    var isUp: Bool { state.withLock(\.isUp) }

    /// Why there is no connection; nil while there is one, and before the first attempt.
    var failure: ConnectionFailure? { state.withLock(\.failure) }

    func report(_ isUp: Bool, because failure: ConnectionFailure? = nil) {
        let followers = state.withLock { state -> [AsyncStream<Bool>.Continuation] in
            state.failure = failure
            guard state.isUp != isUp else { return [] }
            state.isUp = isUp
            return Array(state.followers.values)
        }
        for follower in followers { follower.yield(isUp) }
    }

    /// The present value, then each change; only the newest is kept for a slow reader.
    func follow() -> AsyncStream<Bool> {
        AsyncStream(bufferingPolicy: .bufferingNewest(1)) { continuation in
            let number = state.withLock { state -> Int? in
                continuation.yield(state.isUp)
                guard !state.isClosed else { return nil }
                state.lastFollower += 1
                state.followers[state.lastFollower] = continuation
                return state.lastFollower
            }
            guard let number else { return continuation.finish() }
            continuation.onTermination = { [weak self] _ in
                self?.state.withLock { _ = $0.followers.removeValue(forKey: number) }
            }
        }
    }

    func close() {
        let followers = state.withLock { state in
            state.isClosed = true
            state.isUp = false
            return state.followers.values.map(\.self)
        }
        for follower in followers { follower.finish() }
    }
}
