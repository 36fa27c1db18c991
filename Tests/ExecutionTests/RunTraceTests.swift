import Foundation
import Jobs
import Synchronization
import Testing
import Tracing

@testable import Execution

private struct Payload: JobPayload {
    static let definition = Make.definition
    let name: String
}

/// Says what a handler sees of its trace.
private struct TraceHandler: JobHandler {
    let seen: @Sendable (TraceContext, ActiveSpan?) -> Void

    func run(_ payload: Payload, in context: JobContext) async throws -> JobOutcome {
        seen(context.trace, ActiveSpan.current)
        return .succeeded(JobSuccess())
    }
}

@Suite("The trace of a run") struct RunTraceTests {
    private static let sent = TraceContext(
        traceParent: "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01", requestID: "r-1", state: "a=1",
        baggage: "user=7")

    private func seen(of span: Span?) async -> (TraceContext, ActiveSpan?)? {
        let box = Mutex<(TraceContext, ActiveSpan?)?>(nil)
        var registry = HandlerRegistry()
        registry.register(TraceHandler { trace, active in box.withLock { $0 = (trace, active) } })
        let job = Make.claimed(trace: Self.sent)
        _ = await JobRun(
            job: job, entry: registry[job.kind], stop: StopReason.Box(), keeper: Make.NoKeeper(), span: span
        ).settlement()
        return box.withLock { $0 }
    }

    @Test("what follows from a job goes back to its run, and takes state and baggage along") func traced() async throws
    {
        let tracer = Tracer(sampler: Sampler(.init())) { _ in }
        let span = tracer.span("run", .consumer, tracer.root(), childOf: nil)
        let (trace, active) = try #require(await seen(of: span))
        #expect(trace.traceParent == span.context.traceParent && trace.requestID == "r-1")
        #expect(trace.state == "a=1" && trace.baggage == "user=7")
        #expect(active?.context == span.context)
    }

    @Test("without tracing it goes back to what enqueued the job") func untraced() async throws {
        let (trace, active) = try #require(await seen(of: nil))
        #expect(trace == Self.sent && active == nil)
    }

    @Test("state and baggage come out of a row as they went in")
    func carried() {
        for trace in [
            Self.sent, TraceContext(), TraceContext(state: "a=1"), TraceContext(baggage: "tracestate: x"),
        ] {
            let read = TraceContext(
                traceParent: trace.traceParent, requestID: trace.requestID, carried: trace.carried)
            #expect(read == trace)
        }
        #expect(TraceContext().carried == nil)
        #expect(TraceContext(traceParent: nil, requestID: nil, carried: "x\n\u{0}") == TraceContext())
    }

    @Test("a span, and how many were lost before it, reaches the supervisor as it was")
    func frames() throws {
        let span = SpanContext(traceID: .init(high: .max, low: 1), spanID: 2, isSampled: true)
        let end = ExecutorReport.End(
            id: Make.claimed().claim.id, slotTime: 1, status: .succeeded, again: nil, span: span)
        for report in [ExecutorReport.span([1, 2, 3], lost: 7), .settled([end, end])] {
            #expect(try ExecutorReport(frame: report.encoded()) == report)
        }
    }
}
