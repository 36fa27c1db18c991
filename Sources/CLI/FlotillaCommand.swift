import Assembly
import Foundation
import Operations
import Storage

/// The admin command: `flotilla COMMAND …`. Exit status 0, 1 (failed) or 2 (the command line is wrong).
@main
struct FlotillaCommand {
    static let commands: [any Command.Type] = [
        UpCommand.self, MigrateCommand.self, UsersCommand.self, TokenCommand.self, JobCommand.self,
        JobsCommand.self, RetryCommand.self, CancelCommand.self, BatchesCommand.self, BatchCommand.self,
        QueuesCommand.self, LimitsCommand.self, PauseCommand.self, ResumeCommand.self, WorkersCommand.self,
        TopCommand.self, OpenCommand.self,
        SchedulesCommand.self, NotificationsCommand.self, WebhooksCommand.self, NotifyCommand.self,
        RetentionCommand.self, SettingsCommand.self,
        DoctorCommand.self, CompletionsCommand.self,
    ]

    static func main() async {
        let words = Array(CommandLine.arguments.dropFirst())
        let command = commands.first { $0.name == words.first }
        let name = command.map { "flotilla \($0.name)" } ?? "flotilla"
        do {
            switch try Invocation(words, among: commands) {
            case .help(let text, let status):
                print(text)
                CurrentProcess.exit(status)
            case .version:
                print(Version.current)
                CurrentProcess.exit(0)
            case .run(let command, let arguments):
                let actor = Operator(name: "flotilla \(NSUserName())")
                CurrentProcess.exit(try await actor.acting { try await command.run(arguments) })
            }
        } catch let error as UsageMistake {
            printError("\(name): \(error.message) (\(error.helper ?? help(name)))")
            CurrentProcess.exit(2)
        } catch is Output.Closed {
            CurrentProcess.exit(1)
        } catch let error as ConfigurationError {
            printError("\(error)")
            CurrentProcess.exit(1)
        } catch {
            printError("\(name): \(Explanation.text(of: error))")
            CurrentProcess.exit(1)
        }
    }

    private static func help(_ name: String) -> String {
        name.replacing("flotilla ", with: "flotilla help ", maxReplacements: 1)
    }

    private static func printError(_ text: String) {
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false).map { Output.clean(String($0)) }
        try? FileHandle.standardError.write(contentsOf: Data("\(lines.joined(separator: "\n"))\n".utf8))
    }
}
