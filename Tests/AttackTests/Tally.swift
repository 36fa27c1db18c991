import FleetTestSupport
import Synchronization

/// How often each status was answered, by callers that run side by side.
final class Tally: Sendable {
    let isOver = Mutex(false)
    private let statuses = Mutex<[Int: Int]>([:])

    var answers: [Int: Int] { statuses.withLock { $0 } }

    func count(_ answer: Answer) { statuses.withLock { $0[answer.status, default: 0] += 1 } }
}
