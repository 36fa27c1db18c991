import Jobs
import Tracing

/// The spans of an executor: of runs, and of the statements that they share. Names and attributes are those of
/// OpenTelemetry's conventions for messaging and databases.
struct RunTracer: Sendable {
    let tracer: Tracer

    /// - Parameter link: takes the spans to the supervisor, which exports them.
    init(sampler: Sampler, link: SupervisorLink) {
        tracer = Tracer(sampler: sampler) { link.report(span: $0) }
    }

    /// A run that begins now; nil when its trace is not kept.
    ///
    /// It is a part of the trace in which the job was enqueued, and linked to what enqueued it and to the attempt before.
    func run(_ job: ClaimedJob, wait: Duration) -> Span? {
        let sent = job.sent
        let traceID = sent?.traceID ?? SpanContext.TraceID(of: job.claim.id)
        guard tracer.sampler.keeps(traceID, childOf: sent) else { return nil }
        func context(_ attempt: Int) -> SpanContext {
            SpanContext(
                traceID: traceID, spanID: .span(of: job.claim.id, attempt: attempt), isSampled: true, state: sent?.state
            )
        }
        var links = sent.map { [$0] } ?? []
        if job.attempt > 1 { links.append(context(job.attempt - 1)) }
        return tracer.span(
            "process \(job.queue.rawValue)", .consumer, context(job.attempt), childOf: sent, linkedTo: links,
            [
                ("messaging.system", "flotilla"), ("messaging.operation.name", "process"),
                ("messaging.operation.type", "process"), ("messaging.destination.name", .string(job.queue.rawValue)),
                ("messaging.message.id", .string("\(job.claim.id)")), ("flotilla.job.kind", .string(job.kind.rawValue)),
                ("flotilla.job.attempt", .integer(job.attempt)),
                ("flotilla.job.wait_ms", .integer(Int(clamping: wait.milliseconds))),
                ("flotilla.tenant", .string(job.tenant.uuidString.lowercased())),
            ])
    }

    /// A statement that serves several runs at once: a part of the first one, linked to the others.
    /// - Parameter spans: of those whose traces are kept; nil comes of none.
    func statement(_ name: String, for spans: [SpanContext], jobs: Int, start: UInt64? = nil) -> Span? {
        guard let first = spans.first else { return nil }
        let own = SpanContext(
            traceID: first.traceID, spanID: .random(in: 1 ... .max), isSampled: true, state: first.state)
        var attributes: [SpanAttribute] = [
            ("db.system.name", "postgresql"), ("db.operation.name", .string(name)),
        ]
        // As the conventions have it, a batch is more than one.
        if jobs > 1 { attributes.append(("db.operation.batch.size", .integer(jobs))) }
        return tracer.span(
            "\(name) flotilla.jobs", .client, own, childOf: first, linkedTo: Array(spans.dropFirst()), attributes,
            start: start)
    }

    /// What enqueued those jobs whose traces are kept.
    func sent(_ jobs: [ClaimedJob]) -> [SpanContext] {
        jobs.compactMap { job in
            job.sent.flatMap { tracer.sampler.keeps($0.traceID, childOf: $0) ? $0 : nil }
        }
    }
}

extension Span {
    /// The end of a run.
    /// - Parameter status: nil when another claim had replaced it, and nothing was written.
    consuming func end(_ status: JobStatus?, _ error: JobError?) {
        set("flotilla.job.status", .string(status?.rawValue ?? "superseded"))
        if status == nil {
            fail("superseded")
        } else if let error, status == .failed || status == .retrying {
            fail(error.code)
        }
        end()
    }
}

extension ClaimedJob {
    /// The span that enqueued it.
    fileprivate var sent: SpanContext? {
        trace.traceParent.flatMap { SpanContext(traceParent: $0, state: trace.state) }
    }
}

extension SpanContext.TraceID {
    /// Of a job that no trace enqueued: the same for all of its attempts.
    fileprivate init(of id: JobID) {
        self.init(high: id.words.high.scattered, low: id.words.low.scattered)
    }
}

extension UInt64 {
    /// Of one attempt: it follows from both, so that a link to it needs no column.
    fileprivate static func span(of id: JobID, attempt: Int) -> UInt64 {
        (id.words.high.scattered ^ id.words.low &+ UInt64(truncatingIfNeeded: attempt)).scattered
    }

    /// A number of which each bit depends on all bits (the end of SplitMix64).
    fileprivate var scattered: UInt64 {
        var word = self &+ 0x9e37_79b9_7f4a_7c15
        word = (word ^ word >> 30) &* 0xbf58_476d_1ce4_e5b9
        word = (word ^ word >> 27) &* 0x94d0_49bb_1331_11eb
        return word ^ word >> 31
    }
}
