/// Prints what makes a shell complete `flotilla`: made from the commands' declarations, so that none is forgotten.
enum CompletionsCommand: Command {
    static let name = "completions"
    static let synopsis = "bash | zsh | fish"
    static let summary = "prints what makes a shell complete this command: source <(flotilla completions bash)"
    static let verbs = ["bash", "zsh", "fish"]

    static func run(_ arguments: CommandArguments) async throws -> Int32 {
        let shell = try arguments.only("a shell")
        let commands = FlotillaCommand.commands
        switch shell {
        case "bash": print(Completions.bash(commands))
        case "zsh": print(Completions.zsh(commands))
        case "fish": print(Completions.fish(commands))
        default: throw UsageMistake.unknown("shell", shell, known: verbs)
        }
        return 0
    }
}
