import Foundation
import Jobs
import Operations
import Testing

@testable import Execution

private struct Payload: JobPayload {
    static let definition = Make.definition
    let name: String
}

/// Logs as the author of a handler does: with nothing but the message.
private struct LoggingHandler: JobHandler {
    let logger: Logger

    func run(_ payload: Payload, in context: JobContext) async throws -> JobOutcome {
        logger.info("at work")
        await withTaskGroup(of: Void.self) { group in group.addTask { logger.info("beside") } }
        return .succeeded(JobSuccess())
    }
}

@Suite("What is logged during a run") struct RunContextTests {
    @Test("a handler's own lines carry the job, its kind and attempt, and the request that asked for it")
    func handler() async throws {
        let sink = MemoryLogSink()
        var registry = HandlerRegistry()
        registry.register(LoggingHandler(logger: Logger(label: "test", format: .json, sink: sink)))
        let job = Make.claimed(
            errors: 1,
            trace: TraceContext(
                traceParent: "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01", requestID: "r-1"))
        _ = await JobRun(job: job, entry: registry[job.kind], stop: StopReason.Box(), keeper: Make.NoKeeper())
            .settlement()
        let ids =
            #""request_id":"r-1","trace_id":"4bf92f3577b34da6a3ce929d0e0e4736","job_id":"\#(job.claim.id)","#
            + #""kind":"test.kind","attempt":2"#
        #expect(sink.lines.count == 2)
        for line in sink.lines { #expect(line.contains(ids), "\(line)") }
        #expect(LogContext.current == LogContext(), "and nothing after it does")
    }

    @Test("a trace parent of another form gives no trace id")
    func traces() {
        for text in ["", "00-", "00-xyz", "00-4BF92F3577B34DA6A3CE929D0E0E4736-00f067aa0ba902b7-01", "é"] {
            #expect(TraceContext(traceParent: text).traceID == nil, "\(text)")
        }
    }

    @Test("runs are logged at the level debug alone")
    func levels() {
        #expect(RunLog(Logger(label: "test", level: .info, sink: MemoryLogSink())) == nil)
        let sink = MemoryLogSink()
        let log = RunLog(Logger(label: "test", level: .debug, sink: sink))
        let run = ObservedRun(Make.claimed())
        log?.started([RunStart(run: run, wait: .seconds(2))])
        log?.saved([run])
        log?.ended([RunEnd(run: run, status: nil, slotTime: .milliseconds(1500), error: nil)])
        #expect(sink.lines.count == 3 && sink.lines.allSatisfy { $0.contains(#""job_id":"\#(run.id)""#) })
        #expect(sink.lines.last?.contains(#""status":"superseded","seconds":1.5"#) == true)
    }
}
