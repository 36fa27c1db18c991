import Jobs
import Tracing

extension ActiveSpan {
    /// The span of one enqueue, whose context is in the row of each of its jobs.
    func send(_ jobs: [NewJob]) -> Span {
        let queues = Set(jobs.map(\.queue))
        let queue = queues.count == 1 ? queues.first?.rawValue : nil
        var attributes: [SpanAttribute] = [
            ("messaging.system", "flotilla"), ("messaging.operation.name", "send"),
            ("messaging.operation.type", "send"),
        ]
        if let queue { attributes.append(("messaging.destination.name", .string(queue))) }
        if jobs.count == 1, let job = jobs.first {
            attributes.append(("messaging.message.id", .string("\(job.id)")))
            attributes.append(("flotilla.job.kind", .string(job.kind.rawValue)))
        } else {
            attributes.append(("messaging.batch.message_count", .integer(jobs.count)))
        }
        return child(queue.map { "send \($0)" } ?? "send", .producer, attributes)
    }
}

extension NewJob {
    /// The same job, enqueued by this span.
    func sent(by span: Span) -> NewJob {
        var job = self
        job.trace = trace.continued(by: span.context.traceParent)
        return job
    }
}
