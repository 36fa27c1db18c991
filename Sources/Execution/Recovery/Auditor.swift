import Jobs
import Synchronization

/// Where the comparison of jobs with the dispatcher is.
final class Auditor: Sendable {
    private struct State {
        var cursor: JobID?
        var suspects: [JobID] = []
    }

    private let state = Mutex(State())

    var cursor: JobID? { state.withLock { $0.cursor } }

    func takeSuspects() -> [JobID] {
        state.withLock { state in
            defer { state.suspects = [] }
            return state.suspects
        }
    }

    func went(to cursor: JobID?, suspects: [JobID]) {
        state.withLock { $0 = State(cursor: cursor, suspects: suspects) }
    }

    func startAgain() { state.withLock { $0 = State() } }
}
