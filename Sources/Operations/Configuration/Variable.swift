/// One setting that a process understands: an environment variable, a line of `.env` and a command-line flag.
///
/// The flag is the name in lower case with dashes: `SHUTDOWN_GRACE` is `--shutdown-grace`.
public struct Variable: Sendable, Hashable {
    public enum Form: Sendable, Hashable {
        case value
        /// A flag without a value; not read from the environment, where its short name could mean anything.
        case flag
    }

    public let name: String
    public let summary: String
    /// What holds when nothing is set, written as it would be set; nil when there is no default.
    public let defaultValue: String?
    /// Whether messages show stars in place of the value.
    public let isSecret: Bool
    public let form: Form

    public init(
        _ name: String, _ summary: String, default defaultValue: String? = nil, isSecret: Bool = false,
        form: Form = .value
    ) {
        self.name = name
        self.summary = summary
        self.defaultValue = defaultValue
        self.isSecret = isSecret
        self.form = form
    }

    /// The name as documentation writes it.
    public var displayName: String {
        switch form {
        case .value: name
        case .flag: flagName
        }
    }

    public var flagName: String { Self.flagName(of: name) }

    static func flagName(of name: String) -> String {
        "--" + name.lowercased().replacing("_", with: "-")
    }

}
