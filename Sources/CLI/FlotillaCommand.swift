import Assembly
import Foundation
import Operations

/// The admin command: `flotilla COMMAND …`. Exit status 0, 1 (failed) or 2 (the command line is wrong).
@main
struct FlotillaCommand {
    private static let commands: [any Command.Type] = [
        UpCommand.self, MigrateCommand.self, UsersCommand.self, TokenCommand.self, JobCommand.self,
        JobsCommand.self, RetryCommand.self, CancelCommand.self, BatchesCommand.self, BatchCommand.self,
        QueuesCommand.self, LimitsCommand.self, PauseCommand.self, ResumeCommand.self, WorkersCommand.self,
        SchedulesCommand.self, RetentionCommand.self, SettingsCommand.self,
        DoctorCommand.self,
    ]

    static func main() async {
        let arguments = Array(CommandLine.arguments.dropFirst())
        guard let name = arguments.first, !["help", "--help", "-h"].contains(name) else {
            print(usage)
            CurrentProcess.exit(arguments.isEmpty ? 2 : 0)
        }
        if name == "--version" {
            print(Version.current)
            CurrentProcess.exit(0)
        }
        guard let command = commands.first(where: { $0.name == name }) else {
            printError("flotilla: there is no command \(name)\n\(usage)")
            CurrentProcess.exit(2)
        }
        do {
            CurrentProcess.exit(try await command.run(Array(arguments.dropFirst())))
        } catch let error as UsageMistake {
            printError("flotilla \(name): \(error.message)\nusage: flotilla \(name) \(command.synopsis)")
            CurrentProcess.exit(2)
        } catch let error as ConfigurationError {
            printError("\(error)")
            CurrentProcess.exit(1)
        } catch {
            printError("flotilla \(name): \(Explanation.text(of: error))")
            CurrentProcess.exit(1)
        }
    }

    private static var usage: String {
        let lines = commands.map { "  \($0.name) \($0.synopsis)\n      \($0.summary)" }
        return (["usage: flotilla COMMAND …", ""] + lines).joined(separator: "\n")
    }

    private static func printError(_ text: String) {
        FileHandle.standardError.write(Data("\(text)\n".utf8))
    }
}

/// One word after `flotilla`.
protocol Command: SendableMetatype {
    static var name: String { get }
    /// What follows the name.
    static var synopsis: String { get }
    static var summary: String { get }
    /// - Returns: the exit status.
    static func run(_ arguments: [String]) async throws -> Int32
}

/// The command line is wrong.
struct UsageMistake: Error {
    let message: String
}

extension String {
    func padded(to width: Int) -> String {
        count >= width ? self + " " : self + String(repeating: " ", count: width - count)
    }
}
