import Jobs
import Synchronization

/// When a limit of a queue will let something through, as the dispatcher said with its last answer.
final class RetryAfterCache: Sendable {
    /// Shorter waits would only ask more often.
    private static let shortest = Duration.milliseconds(2)

    private let times = Mutex<[QueueName: ContinuousClock.Instant]>([:])

    func note(_ queue: QueueName, in time: Duration?) {
        times.withLock { $0[queue] = time.map { .now + $0 } }
    }

    func wait(_ queue: QueueName, atMost time: Duration) -> Duration {
        guard let next = times.withLock({ $0[queue] }) else { return time }
        return max(Self.shortest, min(time, ContinuousClock.now.duration(to: next)))
    }
}
