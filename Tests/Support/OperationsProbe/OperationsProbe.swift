import Foundation
import Glibc
import Operations
import Reactor

/// A process for tests to start, signal and kill. The first argument says what it does; it announces itself on standard
/// output.
@main
struct OperationsProbe {
    static func main() async {
        let arguments = CommandLine.arguments.dropFirst()
        if arguments.first == "descriptors" { return descriptors() }
        let loop = EventLoop(name: "probe")
        do {
            switch arguments.first {
            case "watched": try await watched()
            case "parent": try await parent(loop)
            case "services": await services(Array(arguments.dropFirst()), loop)
            case "echo": await echo(loop)
            case "signals": signals()
            case "log": log()
            default: exit(64)
            }
        } catch {
            say("failed: \(error)")
            exit(70)
        }
    }

    /// Descriptor 3 is the parent's lifeline.
    private static func watched() async throws {
        try ParentWatch.start(descriptor: 3, exitStatus: 9)
        say("watched \(getpid())")
        while true { pause() }
    }

    /// Starts a watched child, says its number, and waits to be killed.
    private static func parent(_ loop: EventLoop) async throws {
        let (reading, writing) = try DescriptorHandle.pipe()
        let child = try ChildProcess.spawn(
            executable: CurrentProcess.executablePath, arguments: ["watched"], descriptors: [3: reading.number],
            on: loop)
        reading.close()
        let status = await child.waitForExit()
        say("child \(status) \(writing.number)")
    }

    /// Runs services named `NAME:KIND` with the grace given first; PROBE_STALL is how many seconds it may make no progress.
    private static func services(_ arguments: [String], _ loop: EventLoop) async {
        let grace = Duration.milliseconds(Int(arguments.first ?? "") ?? 1000)
        let stall = Duration.seconds(Int(CurrentProcess.environment["PROBE_STALL"] ?? "") ?? 60)
        let services = arguments.dropFirst().map { argument in
            let parts = argument.split(separator: ":").map(String.init)
            return ProbeService(name: parts[0], kind: parts[1], loop: loop)
        }
        let logger = Logger(label: "probe", level: .info, format: .json, sink: DescriptorLogSink.standardError)
        let group = ServiceGroup(services, grace: grace, stall: stall, logger: logger, on: loop)
        await group.runThenExit()
    }

    /// Sends back every frame that comes in on descriptor 3.
    private static func echo(_ loop: EventLoop) async {
        let (events, sender) = AsyncStream.makeStream(of: FrameChannel.Event.self)
        let channel = FrameChannel(taking: DescriptorHandle(taking: 3), on: loop) { sender.yield($0) }
        for await event in events {
            switch event {
            case .frames(let frames): try? channel.send(frames)
            case .closed: exit(0)
            }
        }
    }

    /// Prints the numbers of what is open.
    private static func descriptors() {
        for number in 0..<1024 where fcntl(Int32(number), F_GETFD) >= 0 { say("\(number)") }
    }

    /// Prints which signals are blocked and ignored, as the kernel shows them.
    private static func signals() {
        let status = (try? String(contentsOfFile: "/proc/self/status", encoding: .utf8)) ?? ""
        for line in status.split(separator: "\n") where line.hasPrefix("SigBlk") || line.hasPrefix("SigIgn") {
            say(String(line))
        }
    }

    /// Logs from eight threads at once, then says so.
    private static func log() {
        let logger = Logger(label: "probe", format: .json, sink: DescriptorLogSink.standardError)
        let group = DispatchGroup()
        for thread in 0..<8 {
            group.enter()
            startThread(named: "writer") {
                for line in 0..<500 {
                    logger.info(
                        "line", ["thread": .integer(thread), "line": .integer(line), "text": .string(filler(line))])
                }
                group.leave()
            }
        }
        group.wait()
        let flushed = DispatchSemaphore(value: 0)
        Task.detached {
            await DescriptorLogSink.standardError.flush()
            flushed.signal()
        }
        flushed.wait()
    }

    private static func filler(_ line: Int) -> String { String(repeating: "x", count: line * 7 % 5000) }
}
