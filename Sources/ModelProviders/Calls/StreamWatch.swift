import Synchronization

/// Says when an answer has stopped for too long. A reader notes what comes, which costs it a lock and no timer; the watch
/// sleeps to the earliest moment at which the limit can have run out, and looks again.
final class StreamWatch: Sendable {
    private struct State {
        var phase: ModelError.Phase = .firstByte
        var interval: Duration
        var deadline: ContinuousClock.Instant
        /// The reader is at work with what came; the other side is not waited for.
        var isPaused = false
        var expired: ModelError.Phase?
    }

    private let state: Mutex<State>
    /// How late it can be noticed that a limit was shortened.
    private static let step = Duration.seconds(1)

    init(_ limits: ProviderLimits) {
        state = Mutex(State(interval: limits.firstByte, deadline: .now + limits.firstByte))
    }

    /// The limit that ran out, if one did.
    var expired: ModelError.Phase? { state.withLock { $0.expired } }

    /// Something has come, and the next must come within the interval.
    func progress(next interval: Duration) {
        let deadline = ContinuousClock.now + interval
        state.withLock { state in
            state.phase = .betweenTokens
            state.interval = interval
            state.deadline = deadline
        }
    }

    func pause() { state.withLock { $0.isPaused = true } }

    func resume() {
        let now = ContinuousClock.now
        state.withLock { state in
            state.isPaused = false
            state.deadline = now + state.interval
        }
    }

    /// Returns when a limit has run out, after `expire`, or when the task is cancelled.
    func run(_ expire: @Sendable () -> Void) async {
        while let next = look() {
            do { try await ContinuousClock().sleep(until: next) } catch { return }
        }
        expire()
    }

    /// - Returns: when to look again; nil when the limit has run out.
    private func look() -> ContinuousClock.Instant? {
        let now = ContinuousClock.now
        return state.withLock { state in
            if state.isPaused { return now + Self.step }
            if state.deadline > now { return min(state.deadline, now + Self.step) }
            state.expired = state.phase
            return nil
        }
    }
}
