import Fleet
import Operations

/// The words of a command line: positions, the options that the command knows, and settings for the configuration.
struct CommandArguments {
    private(set) var positions: [String] = []
    private var values: [String: String] = [:]
    private var flags: Set<String> = []
    /// `--database-url …` and the like.
    private(set) var settings: [String] = []

    /// All of them as they came.
    let words: [String]

    /// - Parameter words: what follows the command.
    /// - Throws: `UsageMistake`
    init(_ words: [String], for command: any Command.Type) throws(UsageMistake) {
        self.words = words
        let known = command.options + [.json]
        var rest = words[...]
        while let word = rest.popFirst() {
            guard word.hasPrefix("--") else {
                positions.append(word)
                continue
            }
            let parts = word.dropFirst(2).split(separator: "=", maxSplits: 1).map(String.init)
            let name = parts.first ?? ""
            if let option = known.first(where: { $0.name == name }) {
                guard option.takesWord else {
                    flags.insert(name)
                    if option.isValueOptional, parts.count == 2 { values[name] = parts[1] }
                    continue
                }
                guard let value = parts.count == 2 ? parts[1] : rest.popFirst() else {
                    throw UsageMistake(message: "--\(name) needs a value")
                }
                values[name] = value
            } else {
                let settings = Domains.variables.map(\.flagName)
                guard settings.contains("--\(name)") else {
                    throw .unknown("option", "--\(name)", known: known.map { "--\($0.name)" } + settings)
                }
                self.settings.append(word)
                if parts.count == 1, let value = rest.first, !value.hasPrefix("--") {
                    self.settings.append(value)
                    rest.removeFirst()
                }
            }
        }
    }

    /// What was asked for, without settings, which may hold passwords.
    var asked: String {
        (positions + values.sorted { $0.key < $1.key }.map { "--\($0.key) \($0.value)" }).joined(separator: " ")
    }

    var isJSON: Bool { flags.contains("json") }

    func has(_ flag: String) -> Bool { flags.contains(flag) }

    /// The options that were given a value.
    var given: Set<String> { Set(values.keys) }

    /// Without the first position.
    func droppingVerb() -> CommandArguments {
        var rest = self
        rest.positions = Array(positions.dropFirst())
        return rest
    }

    func value(_ option: String) -> String? { values[option] }

    func integer(_ option: String, in range: ClosedRange<Int>, default standard: Int) throws -> Int {
        guard let text = values[option] else { return standard }
        guard let number = Int(text), range.contains(number) else {
            throw UsageMistake(
                message: "--\(option) takes a number from \(range.lowerBound) to \(range.upperBound), not \(text)")
        }
        return number
    }

    /// For a command that takes options alone.
    func refusePositions() throws {
        if let word = positions.first { throw UsageMistake(message: "\(word) is not understood here") }
    }

    /// The one position that the command takes.
    func only(_ what: String) throws -> String {
        guard positions.count == 1, let word = positions.first else {
            throw UsageMistake(message: "\(what) is needed, and nothing else")
        }
        return word
    }
}
