import Foundation
import Glibc

/// The one place where settings are read: command-line flags win over the environment, which wins over `.env`.
///
/// Reads never fail by themselves: they note what is wrong and return a placeholder, and `finish()` throws everything at
/// once. Space around a value is dropped; an empty value is the same as none.
public struct ConfigurationReader: Sendable {
    private(set) var settings: [String: Setting]
    /// The files of secrets, by the name of the secret.
    private var files: [String: SecretFile] = [:]
    /// The settings of the fleet that this process is a part of, and those that name files of secrets.
    public let known: [Variable]
    /// Relative paths are resolved against this folder.
    let directory: String
    /// Whether messages go to a person.
    public let isTerminal: Bool
    var problems: [ConfigurationProblem] = []

    /// - Parameters:
    ///   - arguments: without the program's name.
    ///   - directory: where `.env` is looked for; none there is no error.
    ///   - known: the settings of the fleet that this process is a part of.
    public init(
        environment: [String: String] = ProcessInfo.processInfo.environment,
        arguments: [String] = Array(CommandLine.arguments.dropFirst()),
        directory: String = FileManager.default.currentDirectoryPath,
        known: [Variable],
        unknownNames: UnknownNames = .refused,
        isTerminal: Bool = isatty(STDERR_FILENO) != 0
    ) {
        let names = Set(known.map(\.name))
        let known = known + known.compactMap(\.file).filter { !names.contains($0.name) }
        let file = Self.environmentFile(in: directory)
        let flags = CommandLineFlags(arguments, known: known)
        let flagOnly = Set(known.filter { $0.form == .flag }.map(\.name))
        var merged = file.settings
        for (name, value) in environment { merged[name] = Setting(value: value, origin: .environment) }
        for name in flagOnly { merged[name] = nil }
        merged.merge(flags.settings) { $1 }
        settings = merged
        self.known = known
        self.directory = directory
        self.isTerminal = isTerminal
        problems = file.problems + flags.problems
        for name in merged.keys.sorted() where name.hasPrefix(Self.ownPrefix) {
            if !known.contains(where: { $0.name == name }) { refuseUnknown(name, known, unknownNames) }
        }
        for variable in known where variable.mayBeInFile { readFile(of: variable) }
    }

    /// Reads a whole configuration: `try ConfigurationReader.read(from: reader) { WorkerConfiguration(&$0) }`.
    public static func read<Configuration>(
        from reader: ConfigurationReader,
        _ body: (inout ConfigurationReader) -> Configuration
    ) throws(ConfigurationError) -> Configuration {
        var reader = reader
        let configuration = body(&reader)
        try reader.finish()
        return configuration
    }

    /// Throws when anything read so far, or any name, was wrong.
    public func finish() throws(ConfigurationError) {
        if !problems.isEmpty { throw ConfigurationError(problems: problems) }
    }

    /// Notes what no single variable shows, such as two settings that exclude each other.
    public mutating func note(_ variable: Variable, found: String, expected: String) {
        problems.append(ConfigurationProblem(subject: variable.displayName, found: found, expected: expected))
    }

    /// What the variable was set to, without space around it; nil when unset or empty.
    func text(_ variable: Variable) -> String? {
        guard let value = settings[variable.name]?.value.trimmed, !value.isEmpty else { return nil }
        return value
    }

    // MARK: Names

    private static let ownPrefix = "FLOTILLA_"

    /// What becomes of a name with our prefix that is not known.
    public enum UnknownNames: Sendable {
        case refused
        /// For a program that does not know every domain of its fleet: only what looks like a misspelling is refused.
        case refusedWhenClose
    }

    private mutating func refuseUnknown(_ name: String, _ known: [Variable], _ unknownNames: UnknownNames) {
        let names = known.filter { $0.form == .value }.map(\.name)
        let own = names.filter { $0.hasPrefix(Self.ownPrefix) }
        let bare = String(name.dropFirst(Self.ownPrefix.count))
        let nearest = names.first { $0 == bare } ?? Spelling.nearest(to: name, in: own)
        if nearest == nil, unknownNames == .refusedWhenClose { return }
        let held = Masking.shown(settings[name]?.value ?? "", isSecret: Masking.looksSecret(name))
        problems.append(
            ConfigurationProblem(
                subject: Masking.escaped(name), found: "held \(held)\(origin(of: name)), but there is no such variable",
                expected: nearest.map { "did you mean \($0)?" } ?? "known are \(own.joined(separator: ", "))"))
    }

    func origin(of name: String) -> String {
        switch settings[name]?.origin {
        case .file(let line): " (.env line \(line))"
        case .flag: " (\(Variable.flagName(of: name)))"
        case .secretFile(let path): " (\(path))"
        case .environment, nil: ""
        }
    }

    // MARK: Files

    /// The files that secrets come from, for what looks at them again.
    public var secretFiles: [SecretFile] { files.keys.sorted().compactMap { files[$0] } }

    /// Where the variable's value comes from; nil when it is set by itself or not at all.
    public func secretFile(of variable: Variable) -> SecretFile? { files[variable.name] }

    private mutating func readFile(of variable: Variable) {
        guard let path = settings[variable.fileName]?.value.trimmed, !path.isEmpty else { return }
        func note(_ found: String, _ expected: String) {
            problems.append(ConfigurationProblem(subject: variable.fileName, found: found, expected: expected))
        }
        guard text(variable) == nil else {
            return note(
                "is set, and so is \(variable.name)\(origin(of: variable.name))",
                "set one of \(variable.name) and \(variable.fileName)")
        }
        let absolute = URL(filePath: path, relativeTo: URL(filePath: directory, directoryHint: .isDirectory)).path
        do throws(SecretFile.Unusable) {
            let file = try SecretFile(name: variable.fileName, path: absolute)
            files[variable.name] = file
            settings[variable.name] = Setting(value: file.value, origin: .secretFile(path: absolute))
        } catch {
            note(
                "held \(Masking.quoted(path)), which \(error.text)",
                "it should name a file with the value of \(variable.name) that this user may read")
        }
    }

    private static func environmentFile(in directory: String) -> EnvironmentFile {
        let url = URL(filePath: directory).appending(path: ".env")
        var isDirectory: ObjCBool = false
        // A folder of that name is a Python environment.
        guard FileManager.default.fileExists(atPath: url.path, isDirectory: &isDirectory), !isDirectory.boolValue else {
            return EnvironmentFile(text: "")
        }
        guard let data = try? Data(contentsOf: url), data.count <= 1 << 20,
            let text = String(bytes: data, encoding: .utf8)
        else { return EnvironmentFile(unreadable: ".env") }
        return EnvironmentFile(text: text)
    }
}
