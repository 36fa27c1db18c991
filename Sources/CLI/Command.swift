/// One word after `flotilla`, and all that may follow it: declared once, for parsing, help and completion.
protocol Command: SendableMetatype {
    static var name: String { get }
    /// What follows the name.
    static var synopsis: String { get }
    static var summary: String { get }
    /// Words that may come first.
    static var verbs: [String] { get }
    /// Beside `--json` and the settings of every process.
    static var options: [CommandOption] { get }
    /// - Returns: the exit status.
    static func run(_ arguments: CommandArguments) async throws -> Int32
}

extension Command {
    static var verbs: [String] { [] }
    static var options: [CommandOption] { [] }
}
