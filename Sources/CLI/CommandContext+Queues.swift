import Fleet
import Jobs

extension CommandContext {
    static var ownQueues: [QueueName] { Domains.queues }

    static func ownKinds(of queue: QueueName) -> [JobKind] {
        Domains.kinds(includingBench: true).values.filter { $0.queue == queue }.map(\.kind)
    }
}
