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
    /// Whether `NAME_FILE` may name a file that holds the value instead: for secrets, and what is changed with one.
    public let mayBeInFile: Bool
    public let form: Form

    /// - Parameter mayBeInFile: secrets may unless this says otherwise.
    public init(
        _ name: String, _ summary: String, default defaultValue: String? = nil, isSecret: Bool = false,
        mayBeInFile: Bool? = nil, form: Form = .value
    ) {
        self.mayBeInFile = mayBeInFile ?? isSecret
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

    /// What names the file of the value.
    public var fileName: String { name + "_FILE" }

    /// The setting that names the file of the value; nil when the value is not read from one.
    var file: Variable? {
        mayBeInFile ? Variable(fileName, "the file that holds \(name)") : nil
    }

    public var flagName: String { Self.flagName(of: name) }

    static func flagName(of name: String) -> String {
        "--" + name.lowercased().replacing("_", with: "-")
    }

}
