import Foundation

/// What commands print: a table for people, JSON for programs.
enum Output {
    /// What reads the output is gone.
    struct Closed: Error {}

    static func json(_ value: some Encodable) throws {
        print(try jsonLine(value))
    }

    /// One line, without characters that a terminal acts on.
    static func jsonLine(_ value: some Encodable) throws -> String {
        let encoder = JSONEncoder()
        encoder.keyEncodingStrategy = .convertToSnakeCase
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        encoder.dateEncodingStrategy = .iso8601
        return escaped(String(decoding: try encoder.encode(value), as: UTF8.self))
    }

    /// JSON allows the controls from U+007F on as they are, and terminals act on some of them. They stand in strings alone.
    static func escaped(_ json: String) -> String {
        func isMeant(_ scalar: Unicode.Scalar) -> Bool { scalar.value >= 0x7F && scalar.isTerminalControl }
        guard json.unicodeScalars.contains(where: isMeant) else { return json }
        return json.unicodeScalars.map { isMeant($0) ? String(format: "\\u%04x", $0.value) : String($0) }.joined()
    }

    static func table(_ header: [String], _ rows: [[String]]) {
        for line in lines(header, rows) { print(line) }
    }

    /// A table's lines, in columns.
    static func lines(_ header: [String], _ rows: [[String]]) -> [String] {
        columns([header] + rows.map { $0.map(clean) }, gap: 2)
    }

    /// Cells below each other; the last one of a row is as long as it is.
    static func columns(_ rows: [[String]], gap: Int) -> [String] {
        let count = rows.map(\.count).max() ?? 0
        let widths = (0..<count).map { column in
            rows.map { column < $0.count ? $0[column].columns : 0 }.max() ?? 0
        }
        return rows.map { row in
            row.enumerated().map { index, cell in
                index == row.count - 1 ? cell : cell.padded(to: widths[index] + gap)
            }.joined()
        }
    }

    /// What another side said, without characters that a terminal acts on.
    static func clean(_ text: String) -> String {
        guard text.unicodeScalars.contains(where: \.isTerminalControl) else { return text }
        return String(text.map { $0.unicodeScalars.contains(where: \.isTerminalControl) ? " " : $0 })
    }

    /// The same, short enough for one line.
    static func line(_ text: String) -> String { clean(String(text.prefix(200))) }

    /// The first line of what another side said.
    static func firstLine(_ text: String) -> String {
        line(String(text.drop { $0.isWhitespace }.prefix { !$0.isNewline }))
    }

    /// Writes at once, in one piece: what is printed otherwise waits where it is read by a program.
    /// - Throws: `Closed`
    static func write(_ text: String) throws {
        do {
            try FileHandle.standardOutput.write(contentsOf: Data(text.utf8))
        } catch {
            throw Closed()
        }
    }

    /// For the person who waits; programs read standard output.
    static func note(_ text: String) {
        try? FileHandle.standardError.write(contentsOf: Data("\(clean(text))\n".utf8))
    }

    static func time(_ date: Date?) -> String {
        date.map { $0.formatted(.iso8601) } ?? "-"
    }
}

extension Unicode.Scalar {
    /// Whether a terminal acts on it: controls, line and paragraph separators, and what turns the direction of what follows.
    var isTerminalControl: Bool {
        switch value {
        case 0x00...0x1F, 0x7F...0x9F, 0x2028, 0x2029, 0x200E, 0x200F, 0x061C, 0x202A...0x202E, 0x2066...0x2069: true
        default: false
        }
    }
}
