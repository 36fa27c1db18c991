import Fleet
import Operations

/// The words of a command line: positions, the options that the command knows, and settings for the configuration.
struct CommandArguments {
    private(set) var positions: [String] = []
    private var values: [String: String] = [:]
    private var flags: Set<String> = []
    /// `--database-url …` and the like.
    private(set) var settings: [String] = []

    /// - Parameters:
    ///   - options: names that take a value.
    ///   - flags: names that do not; `--json` is always one.
    init(_ arguments: [String], options: Set<String> = [], flags known: Set<String> = []) throws {
        var rest = arguments[...]
        while let word = rest.popFirst() {
            guard word.hasPrefix("--") else {
                positions.append(word)
                continue
            }
            let parts = word.dropFirst(2).split(separator: "=", maxSplits: 1).map(String.init)
            let name = parts.first ?? ""
            if known.contains(name) || name == "json" {
                flags.insert(name)
            } else if options.contains(name) {
                guard let value = parts.count == 2 ? parts[1] : rest.popFirst() else {
                    throw UsageMistake(message: "--\(name) needs a value")
                }
                values[name] = value
            } else {
                guard Domains.variables.contains(where: { $0.flagName == "--\(name)" }) else {
                    throw UsageMistake(message: "there is no option --\(name)")
                }
                settings.append(word)
                if parts.count == 1, let value = rest.first, !value.hasPrefix("--") {
                    settings.append(value)
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
