import Synchronization

/// Hands text on as it comes, in few pieces: the first at once, and then what has gathered in a tenth of a second.
final class TextRelay: Sendable {
    private static let interval = Duration.milliseconds(100)
    /// A piece is a chunk of the job's stream, whose size is bounded.
    private static let longest = 4000

    private struct State {
        var pending = ""
        var lastSent: ContinuousClock.Instant?
    }

    private let state = Mutex(State())
    private let send: @Sendable (String) -> Void

    /// - Parameter send: never waits; pieces come one after the other.
    init(_ send: @escaping @Sendable (String) -> Void) { self.send = send }

    func add(_ text: String) {
        let now = ContinuousClock.now
        state.withLock { state in
            state.pending += text
            if let last = state.lastSent, now - last < Self.interval { return }
            empty(&state, at: now)
        }
    }

    /// Runs the body, and hands on meanwhile what waits, even when nothing more comes.
    func whileRunning<Value: Sendable>(_ body: () async throws -> Value) async throws -> Value {
        let ticker = Task {
            while !Task.isCancelled {
                try? await Task.sleep(for: Self.interval)
                flush()
            }
        }
        defer {
            ticker.cancel()
            flush()
        }
        return try await body()
    }

    private func flush() {
        state.withLock { state in empty(&state, at: .now) }
    }

    /// Under the lock, so that pieces stay in order.
    private func empty(_ state: inout State, at now: ContinuousClock.Instant) {
        if state.pending.isEmpty { return }
        var rest = state.pending[...]
        while !rest.isEmpty {
            let piece = rest.prefix(Self.longest)
            send(String(piece))
            rest = rest[piece.endIndex...]
        }
        state.pending = ""
        state.lastSent = now
    }
}
