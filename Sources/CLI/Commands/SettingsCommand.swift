import Fleet
import Operations

enum SettingsCommand: Command {
    static let name = "settings"
    static let synopsis = "[--markdown] [--json]"
    static let summary = "lists the settings of every process, with their defaults"
    static let options: [CommandOption] = [.flag("markdown", "as the table of docs/configuration.md")]

    private struct Setting: Encodable {
        let name: String
        let defaultValue: String?
        let isSecret: Bool
        let mayBeInFile: Bool
        let summary: String
    }

    static func run(_ arguments: CommandArguments) async throws -> Int32 {
        try arguments.refusePositions()
        let settings = Domains.variables.map {
            Setting(
                name: $0.displayName, defaultValue: $0.defaultValue, isSecret: $0.isSecret,
                mayBeInFile: $0.mayBeInFile, summary: $0.summary)
        }
        if arguments.isJSON {
            try Output.json(["items": settings])
        } else if arguments.has("markdown") {
            print("| setting | `_FILE` | default | meaning |\n| --- | --- | --- | --- |")
            for setting in settings {
                let standard = setting.defaultValue.map { "`\($0)`" } ?? ""
                print("| `\(setting.name)` | \(setting.mayBeInFile ? "yes" : "") | \(standard) | \(setting.summary) |")
            }
        } else {
            Output.table(
                ["SETTING", "DEFAULT", "MEANING"], settings.map { [$0.name, $0.defaultValue ?? "-", $0.summary] })
        }
        return 0
    }
}
