import Foundation
import Glibc
import Operations
import Reactor

/// A program that does one thing and ends.
struct ShortCommand: Sendable {
    struct Result: Sendable {
        let status: ChildExitStatus
        /// What it wrote, standard error after standard output.
        let lines: [String]
    }

    let command: ProcessCommand
    let limit: Duration
    let loop: EventLoop

    /// Runs it to its end; kills it and its group at the limit or when the task is cancelled.
    func run() async throws(LaunchError) -> Result {
        let child: ChildProcess
        do { child = try command.spawn(on: loop) } catch { throw LaunchError("\(name): \(error)") }
        let limit = limit
        return await withTaskCancellationHandler {
            let output = Task { await Self.lines(child.standardOutput) }
            let errors = Task { await Self.lines(child.standardError) }
            var status = await child.waitForExit(within: limit)
            if status == nil {
                child.signalGroup(SIGKILL)
                status = await child.waitForExit()
            }
            // Its last lines may still be in the pipe; another process that holds the pipe open must not block us.
            loop.execute { [loop] in
                loop.schedule(after: .seconds(1)) {
                    output.cancel()
                    errors.cancel()
                }
            }
            return Result(status: status ?? .unknown, lines: await output.value + errors.value)
        } onCancel: {
            child.signalGroup(SIGKILL)
        }
    }

    /// The same, when anything but success is an error.
    func runToSuccess() async throws(LaunchError) {
        let result = try await run()
        guard result.status.isSuccess else {
            let words = result.lines.last { $0.contains { !$0.isWhitespace } } ?? ""
            throw LaunchError("\(name) \(result.status)\(words.isEmpty ? "" : ": \(words)")")
        }
    }

    private var name: String { (command.executable as NSString).lastPathComponent }

    private static func lines(_ stream: LineStream?) async -> [String] {
        var lines: [String] = []
        guard let stream else { return lines }
        for await line in stream where lines.count < 200 { lines.append(line) }
        return lines
    }
}
