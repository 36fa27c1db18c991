import Catalogue
import Jobs

extension CommandContext {
    static var ownQueues: [QueueName] { Queues.all }

    static func ownKinds(of queue: QueueName) -> [JobKind] {
        Kinds.all(includingBench: true).values.filter { $0.queue == queue }.map(\.kind)
    }
}
