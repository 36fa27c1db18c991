import Glibc
import Synchronization

/// What is enforced from other threads than the connection's.
extension ClientConnection {
    private static let timeout = Problem(.requestTimeout)

    /// Shuts the connection down when its deadline has passed; a client that was too slow with its request gets 408.
    func enforceDeadline(now: ContinuousClock.Instant) {
        state.withLock { state in
            guard state.isOpen, let deadline = state.deadline, deadline <= now else { return }
            cut(&state, with: Self.timeout)
        }
    }

    /// Shuts the connection down when its body, or the client's reading of its answer, has fallen below the least rate.
    func enforceRate(_ rate: Int, over window: Duration, now: ContinuousClock.Instant) {
        state.withLock { state in
            guard state.isOpen, !state.isCut, state.phase == .body || state.phase == .sending else { return }
            if state.phase == .sending {
                var unsent: Int32 = 0
                _ = ioctl(descriptor, UInt(TIOCOUTQ), &unsent)
                state.progress += max(0, state.unsent - Int(unsent))
                state.unsent = Int(unsent)
            }
            guard state.progressSince + window <= now else { return }
            if Double(state.progress) < Double(rate) * (window / .seconds(1)) {
                cut(&state, with: Self.timeout)
            } else {
                state.progress = 0
                state.progressSince = now
            }
        }
    }

    /// How readily this connection is given up when too many are open; nil while a handler or a stream needs it.
    func expendability(now: ContinuousClock.Instant) -> (rank: Int, since: ContinuousClock.Instant)? {
        state.withLock { state in
            guard state.isOpen, !state.isCut else { return nil }
            // One that has just come is about to send; the longest here of those go first.
            let isNew = state.since + .seconds(1) > now
            switch state.phase {
            case .idle: return (isNew ? 4 : 0, state.since)
            case .header: return (isNew ? 4 : 1, state.since)
            case .body: return (isNew ? 4 : 2, state.since)
            case .sending:
                // A client that reads nothing.
                let stands = state.progress == 0 && state.progressSince + .seconds(2) <= now
                return stands ? (3, state.since) : nil
            case .handling, .streaming: return nil
            }
        }
    }

    /// Makes room for others, unless something has begun since the connection was chosen.
    /// - Returns: whether it was shut down.
    func giveUp(chosenSince since: ContinuousClock.Instant) -> Bool {
        state.withLock { state in
            guard state.isOpen, !state.isCut, state.since == since, state.phase != .handling, state.phase != .streaming
            else {
                return false
            }
            cut(&state, with: .unavailable(SharedResource.connections.exhaustion))
            return true
        }
    }

    /// Answers in the library's place, which would send its own answer with two headers.
    func refuse(_ status: HTTPStatus) {
        state.withLock { state in
            guard state.isOpen, state.phase == .header || state.phase == .body else { return }
            cut(&state, with: Problem(status))
        }
    }

    /// Ends the connection when the client finished sending in the middle of a request or between two, and nothing
    /// has happened since the last time that this was asked. The library misses the end when it comes in one packet
    /// with bytes before it.
    func endIfFinished() {
        state.withLock { state in
            guard state.isOpen, state.phase == .idle || state.phase == .header || state.phase == .body else { return }
            var byte: UInt8 = 0
            guard recv(descriptor, &byte, 1, Int32(MSG_PEEK) | Int32(MSG_DONTWAIT)) == 0 else { return }
            if state.finishedAt == state.changes { shutdown(descriptor, Int32(SHUT_RDWR)) }
            state.finishedAt = state.changes
        }
    }

    /// Ends the connection unless a request is under way. Requests that have arrived already are still answered.
    func endIfIdle() {
        state.withLock { state in
            guard state.isOpen, state.phase == .idle else { return }
            shutdown(descriptor, Int32(SHUT_RD))
        }
    }

    /// The library writes nothing before the request is complete, so the last word cannot mix with an answer.
    private func cut(_ state: inout State, with problem: Problem) {
        state.deadline = nil
        state.isCut = true
        if state.phase == .header || state.phase == .body {
            let word = LastWord(problem, using: &state.random)
            send(descriptor, word.bytes, word.bytes.count, Int32(MSG_NOSIGNAL) | Int32(MSG_DONTWAIT))
        }
        shutdown(descriptor, Int32(SHUT_RDWR))
    }
}
