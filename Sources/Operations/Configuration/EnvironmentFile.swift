/// Reads the text of a `.env` file: `NAME=value` lines as a POSIX shell would, without any expansion.
///
/// - `#` starts a comment at the start of a line or after white space; `export ` may precede a name.
/// - `'…'` holds everything literally; `"…"` knows `\n`, `\r`, `\t`, `\"`, `\\` and `\$`; other text is trimmed.
/// - A value is one line. `$NAME` and backquotes mean nothing. Of two lines with one name the later holds.
struct EnvironmentFile {
    private(set) var settings: [String: Setting] = [:]
    private(set) var problems: [ConfigurationProblem] = []

    init(text: String, name: String = ".env") {
        let text = text.hasPrefix("\u{FEFF}") ? String(text.dropFirst()) : text
        for (index, line) in text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline).enumerated() {
            var parser = LineParser(rest: Substring(line))
            switch parser.parse() {
            case .nothing: break
            case .pair(let key, let value): settings[key] = Setting(value: value, origin: .file(line: index + 1))
            case .malformed(let found, let expected):
                problems.append(
                    ConfigurationProblem(subject: "\(name) line \(index + 1)", found: found, expected: expected))
            }
        }
    }
}

extension EnvironmentFile {
    /// A file that is there but cannot be used.
    init(unreadable name: String) {
        problems = [
            ConfigurationProblem(
                subject: name, found: "cannot be read", expected: "it should be UTF-8 text of at most 1 MiB")
        ]
    }
}

private struct LineParser {
    enum Outcome {
        case nothing
        case pair(String, String)
        // Never the line itself: it may hold a secret.
        case malformed(found: String, expected: String)
    }

    var rest: Substring

    mutating func parse() -> Outcome {
        skipBlanks()
        if rest.isEmpty || rest.first == "#" { return .nothing }
        var name = takeName()
        if name == "export", rest.first == " " || rest.first == "\t" {
            skipBlanks()
            name = takeName()
        }
        guard !name.isEmpty, name.first?.isNumber != true else {
            return .malformed(found: "does not start with a name", expected: "it should read NAME=value")
        }
        skipBlanks()
        guard rest.first == "=" else {
            return .malformed(found: "has no = after \(name)", expected: "it should read \(name)=value")
        }
        rest.removeFirst()
        skipBlanks()
        switch rest.first {
        case "'": return quoted(name, by: "'", escapes: false)
        case "\"": return quoted(name, by: "\"", escapes: true)
        default: return .pair(String(name), unquoted())
        }
    }

    private mutating func takeName() -> Substring {
        let name = rest.prefix { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "_") }
        rest = rest.dropFirst(name.count)
        return name
    }

    private mutating func skipBlanks() {
        rest = rest.drop { $0 == " " || $0 == "\t" }
    }

    private func unquoted() -> String {
        var value = rest
        var before: Character = " "
        for index in rest.indices {
            if rest[index] == "#", before.isWhitespace {
                value = rest[..<index]
                break
            }
            before = rest[index]
        }
        return value.trimmed
    }

    private mutating func quoted(_ name: Substring, by quote: Character, escapes: Bool) -> Outcome {
        rest.removeFirst()
        var value = ""
        while let character = rest.popFirst() {
            if character == quote {
                skipBlanks()
                if rest.isEmpty || rest.first == "#" { return .pair(String(name), value) }
                return .malformed(
                    found: "has text after the closing quote of \(name)", expected: "only a # comment may follow")
            }
            if escapes, character == "\\", let escaped = rest.popFirst() {
                switch escaped {
                case "n": value.append("\n")
                case "r": value.append("\r")
                case "t": value.append("\t")
                case "\"", "\\", "$": value.append(escaped)
                default: value.append("\\\(escaped)")
                }
            } else {
                value.append(character)
            }
        }
        return .malformed(
            found: "does not close the quote of \(name)", expected: "it should end in \(quote) on the same line")
    }
}

extension Substring {
    var trimmed: String { String(self).trimmed }
}

extension String {
    /// Without white space and line ends around it.
    var trimmed: String {
        var text = self[...]
        while text.first?.isWhitespace == true { text.removeFirst() }
        while text.last?.isWhitespace == true { text.removeLast() }
        return String(text)
    }
}
