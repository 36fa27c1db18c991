import Jobs
import Synchronization

/// The queues that are served; they only become more.
final class KnownQueues: Sendable {
    private let queues: Mutex<[QueueName]>

    init(_ queues: [QueueName]) { self.queues = Mutex(queues) }

    var all: [QueueName] { queues.withLock { $0 } }

    func add(_ more: [QueueName]) {
        queues.withLock { queues in
            for queue in more where !queues.contains(queue) { queues.append(queue) }
        }
    }
}
