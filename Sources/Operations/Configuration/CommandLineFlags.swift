/// Takes `--name value`, `--name=value` and, for variables of the flag form, `--name` from a command line.
///
/// Names are those of the variables, in either case, with `-` or `_`. After `--` nothing is a flag.
struct CommandLineFlags {
    private(set) var settings: [String: Setting] = [:]
    private(set) var problems: [ConfigurationProblem] = []

    /// - Parameter arguments: without the program's name.
    init(_ arguments: [String], known: [Variable]) {
        var rest = arguments[...]
        while let argument = rest.popFirst() {
            guard argument.hasPrefix("--"), argument != "--" else {
                refuse(argument == "--" ? rest.first : argument)
                return
            }
            let parts = argument.dropFirst(2).split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            let name = (parts.first ?? "").uppercased().replacing("-", with: "_")
            guard let variable = known.first(where: { $0.name == name }) else {
                refuseFlag("--\(parts.first ?? "")", name, known)
                if parts.count == 1, let next = rest.first, !next.hasPrefix("--") { rest.removeFirst() }
                continue
            }
            if parts.count == 2 {
                settings[name] = Setting(value: String(parts[1]), origin: .flag)
            } else if variable.form == .flag {
                settings[name] = Setting(value: "1", origin: .flag)
            } else if let next = rest.first, !next.hasPrefix("--") {
                settings[name] = Setting(value: rest.removeFirst(), origin: .flag)
            } else {
                let expected = "it should read \(variable.flagName) VALUE"
                problems.append(
                    ConfigurationProblem(subject: variable.flagName, found: "has no value", expected: expected))
            }
        }
    }

    private mutating func refuse(_ argument: String?) {
        guard let argument else { return }
        problems.append(
            ConfigurationProblem(
                subject: "the argument \(Masking.quoted(argument))", found: "is not understood",
                expected: "flags read --name value"))
    }

    private mutating func refuseFlag(_ flag: String, _ name: String, _ known: [Variable]) {
        let nearest = Spelling.nearest(to: name, in: known.map(\.name))
        problems.append(
            ConfigurationProblem(
                subject: Masking.escaped(flag), found: "is not a flag of this program",
                expected: nearest.map { "did you mean \(Variable.flagName(of: $0))?" } ?? "leave it out"))
    }
}
