import Jobs

/// The names of everything in Redis. The hash tag keeps a queue on one node of a cluster; the keys below a queue's
/// base are made in `Scripts/Preamble.lua`, because scripts find them only while they run.
package enum JobKeys {
    package static func base(of queue: QueueName) -> String { "flotilla:{\(queue.rawValue)}" }

    /// The list on which idle workers wait.
    static func wake(_ queue: QueueName) -> String { base(of: queue) + ":wake" }

    static func limits(of queue: QueueName) -> String { base(of: queue) + ":limits" }

    /// What becomes ready later, and the limits that let something through later.
    static func due(in queue: QueueName) -> String { base(of: queue) + ":due" }
    static func full(in queue: QueueName) -> String { base(of: queue) + ":full" }

    /// The stream that names the jobs whose own streams were written to.
    static func changes(in queue: QueueName) -> String { base(of: queue) + ":changes" }
}
