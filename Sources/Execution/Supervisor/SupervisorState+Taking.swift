import Jobs

extension SupervisorState {
    /// Asks each queue for what its share leaves room for. A queue without work leaves its share to the others, and gets
    /// it back as their jobs end.
    mutating func takeMore() -> [Action] {
        guard phase == .running, let current, executors[current]?.phase == .ready else { return [] }
        var actions: [Action] = []
        let active = configuration.queues.filter { !emptyQueues.contains($0) }
        let whole = active.reduce(0) { $0 + weight(of: $1) }
        for queue in active where askedOf[queue] == nil {
            let free = capacity - jobs.count - asked
            guard free > 0 else { break }
            let share = (capacity * weight(of: queue) + whole - 1) / whole
            let count = active.count == 1 ? free : min(free, share - held(in: queue))
            guard count > 0 else { continue }
            asked += count
            askedOf[queue] = count
            actions.append(.take(queue, count))
        }
        return actions
    }

    /// A question was answered, or failed.
    mutating func answered(_ queue: QueueName, _ count: Int) {
        asked -= count
        askedOf[queue] = nil
    }

    private func weight(of queue: QueueName) -> Int { max(1, configuration.weights[queue] ?? 1) }

    private func held(in queue: QueueName) -> Int { jobs.values.count { $0.job.queue == queue } }
}
