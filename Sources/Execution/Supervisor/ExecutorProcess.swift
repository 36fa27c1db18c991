import Foundation
import Jobs
import Operations
import Reactor
import Tracing

/// An executor as its supervisor holds it: a process of this same program, a channel to it, and a pipe
/// into which its slots write what they start.
final class ExecutorProcess: Sendable {
    let process: ChildProcess
    private let channel: FrameChannel
    private let starts: RecordReader

    private init(process: ChildProcess, channel: FrameChannel, starts: RecordReader) {
        self.process = process
        self.channel = channel
        self.starts = starts
    }

    func send(_ command: ExecutorCommand) {
        // Closed: the end of the process is on its way as an event. Full: more than is ever outstanding.
        try? channel.send(command.encoded())
    }

    /// What its slots started since the last look.
    func newStarts() -> [StartRecord] { starts.records().compactMap { StartRecord(bytes: $0) } }

    func kill() {
        process.signal(SIGKILL)
    }

    static func start(
        _ id: ExecutorID, slots: Int, isSolo: Bool, configuration: Supervisor.Configuration, logger: Logger,
        traces: SpanExporter?, on loop: EventLoop, events: AsyncStream<SupervisorState.Event>.Continuation
    ) throws -> ExecutorProcess {
        let reports = StopLatch()
        let (channel, childEnd) = try FrameChannel.pair(on: loop) { event in
            guard case .frames(let frames) = event else { return reports.open() }
            for frame in frames {
                guard let report = try? ExecutorReport(frame: frame) else {
                    logger.error("an executor sent a report that this version does not know")
                    continue
                }
                // No matter of the supervisor's: it only is the one that outlives executors.
                if case .span(let span, let lost) = report {
                    traces?.add(span, afterLosing: Int(lost))
                } else {
                    events.yield(.report(id, report))
                }
            }
        }
        let (starts, startEnd) = try RecordReader.pair(recordBytes: StartRecord.byteCount)
        let arguments =
            configuration.arguments + [
                "--executor", configuration.session.id.uuidString, "--slots", String(slots),
            ]
        let process = try ChildProcess.spawn(
            executable: CurrentProcess.executablePath, arguments: arguments + (isSolo ? ["--solo"] : []),
            descriptors: [
                SupervisorLink.channelDescriptor: childEnd.number, SupervisorLink.startsDescriptor: startEnd.number,
            ], on: loop)
        childEnd.close()
        startEnd.close()
        Task {
            let status = await process.waitForExit()
            // What it reported before it ended comes first. A grandchild may keep a descriptor open.
            await reports.wait(atMost: .seconds(1))
            channel.close()
            logger.debug("an executor ended", ["status": .string("\(status)")])
            events.yield(.executorEnded(id))
        }
        return ExecutorProcess(process: process, channel: channel, starts: starts)
    }
}
