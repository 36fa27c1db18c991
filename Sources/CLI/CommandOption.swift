/// An option of a command, such as `--limit N`.
struct CommandOption: Sendable, Hashable {
    /// Without the dashes.
    let name: String
    /// What stands for its value in help; nil for a flag, which has none.
    let placeholder: String?
    let summary: String
    /// All values that it takes, where they are few.
    let values: [String]
    /// Whether the value may be left out, and so stands behind `=` alone.
    var isValueOptional = false

    var takesFile: Bool { placeholder == "FILE" }

    /// Whether the next word is its value.
    var takesWord: Bool { placeholder != nil && !isValueOptional }

    /// As help shows it.
    var form: String {
        guard let placeholder else { return "--\(name)" }
        return isValueOptional ? "--\(name)[=\(placeholder)]" : "--\(name) \(placeholder)"
    }

    static func value(
        _ name: String, _ placeholder: String, _ summary: String, of values: [String] = []
    ) -> CommandOption {
        CommandOption(name: name, placeholder: placeholder, summary: summary, values: values)
    }

    static func flag(_ name: String, _ summary: String) -> CommandOption {
        CommandOption(name: name, placeholder: nil, summary: summary, values: [])
    }

    static let json = flag("json", "for programs")

    /// Of lists.
    static let watch = CommandOption(
        name: "watch", placeholder: "SECONDS", summary: "again every two seconds, or so many, until Ctrl-C", values: [],
        isValueOptional: true)
}
