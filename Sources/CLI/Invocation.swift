import Operations

/// What a command line asks for.
enum Invocation {
    /// To be printed; with exit status 2 where nothing was asked for.
    case help(String, status: Int32)
    case version
    case run(any Command.Type, CommandArguments)

    /// - Parameter words: what follows `flotilla`.
    /// - Throws: `UsageMistake`
    init(_ words: [String], among commands: [any Command.Type]) throws(UsageMistake) {
        guard let name = words.first else {
            self = .help(CommandHelp.overview(commands), status: 2)
            return
        }
        let rest = words.dropFirst()
        switch name {
        case "--version": self = .version
        case "help", "--help", "-h":
            if let name = rest.first(where: { !$0.hasPrefix("-") }) {
                self = .help(CommandHelp.text(of: try Self.command(name, among: commands)), status: 0)
            } else {
                self = .help(CommandHelp.overview(commands), status: 0)
            }
        default:
            let command = try Self.command(name, among: commands)
            if rest.contains("--help") || rest.contains("-h") {
                self = .help(CommandHelp.text(of: command), status: 0)
            } else {
                self = .run(command, try CommandArguments(Array(rest), for: command))
            }
        }
    }

    private static func command(
        _ name: String, among commands: [any Command.Type]
    ) throws(UsageMistake) -> any Command.Type {
        if let command = commands.first(where: { $0.name == name }) { return command }
        throw .unknown("command", name, known: commands.map { $0.name } + ["help"], helper: "flotilla help")
    }
}
