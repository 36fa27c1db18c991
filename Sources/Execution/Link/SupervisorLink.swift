import Jobs
import Operations
import Reactor
import Synchronization

/// The executor's end of what ties it to its supervisor: a channel for commands and reports, a pipe for starts.
public final class SupervisorLink: Sendable {
    /// The descriptors that a supervisor hands to its executor.
    public static let channelDescriptor: Int32 = 3
    public static let startsDescriptor: Int32 = 4

    let commands: AsyncStream<ExecutorCommand>
    private let channel: FrameChannel
    /// Spans that were dropped since one was reported.
    private let lostSpans = Atomic<UInt32>(0)
    private static let spanRoom = 1 << 20
    private let starts = RecordWriter(descriptor: startsDescriptor)

    /// - Parameter loop: carries the channel.
    public init(on loop: EventLoop, logger: Logger) {
        let (stream, continuation) = AsyncStream.makeStream(of: ExecutorCommand.self)
        commands = stream
        channel = FrameChannel(taking: DescriptorHandle(taking: Self.channelDescriptor), on: loop) { event in
            switch event {
            case .frames(let frames):
                for frame in frames {
                    guard let command = try? ExecutorCommand(frame: frame) else {
                        logger.error("the supervisor sent a command that this version does not know")
                        continue
                    }
                    continuation.yield(command)
                }
            case .closed: continuation.finish()
            }
        }
    }

    func report(_ report: ExecutorReport) {
        // A closed channel means that the supervisor is gone; the process ends by that, not by this report.
        try? channel.send(report.encoded())
    }

    /// Spans are dropped, and counted, where the channel holds much that is more urgent.
    func report(span: [UInt8]) {
        guard channel.queuedBytes < Self.spanRoom else {
            lostSpans.wrappingAdd(1, ordering: .relaxed)
            return
        }
        report(.span(span, lost: lostSpans.exchange(0, ordering: .relaxed)))
    }

    func recordStart(_ record: StartRecord) {
        starts.write(record.encoded())
    }
}
