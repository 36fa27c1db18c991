import JSON

/// The items of a list as a table (RFC 4180): a column a member, `a.b` for a member of a member, lists as JSON.
///
/// A text that a spreadsheet would take for a formula begins with an apostrophe: names and tags come from strangers.
struct CSVTable {
    private static let formula: Set<UInt8> = [
        UInt8(ascii: "="), UInt8(ascii: "+"), UInt8(ascii: "-"), UInt8(ascii: "@"), UInt8(ascii: "\t"),
        UInt8(ascii: "\r"), UInt8(ascii: "\n"),
    ]
    /// Of `=`, `+`, `-` and `@`, which some spreadsheets take for those.
    private static let wideForms: [Character] = ["\u{FF1D}", "\u{FF0B}", "\u{FF0D}", "\u{FF20}"]

    let text: String

    init(_ items: [JSONValue]) {
        var columns = Columns()
        var rows: [[Int: String]] = []
        for item in items {
            var row: [Int: String] = [:]
            Self.walk(item, "") { name, value in row[columns.place(of: name)] = Self.cell(value) }
            rows.append(row)
        }
        var lines = [columns.names.map { Self.quoted(Self.safe($0)) }.joined(separator: ",")]
        for row in rows { lines.append(columns.names.indices.map { row[$0] ?? "" }.joined(separator: ",")) }
        text = lines.map { $0 + "\r\n" }.joined()
    }

    /// Every member that is no object, by its name; one that is null too, so that its column is there.
    private static func walk(_ value: JSONValue, _ name: String, _ visit: (String, JSONValue) -> Void) {
        guard let members = value.objectValue, !members.isEmpty else {
            return visit(name.isEmpty ? "value" : name, value)
        }
        for (member, value) in members { walk(value, name.isEmpty ? member : "\(name).\(member)", visit) }
    }

    private static func cell(_ value: JSONValue) -> String {
        switch value {
        case .null: ""
        case .bool(let flag): flag ? "true" : "false"
        case .number(let number): number.literal
        case .string(let text): quoted(safe(text))
        case .array, .object: quoted(String(decoding: value.serialized(), as: UTF8.self))
        }
    }

    private static func safe(_ text: String) -> String {
        guard let first = text.utf8.first else { return text }
        let isFormula = formula.contains(first) || text.first.map(wideForms.contains) == true
        return isFormula ? "'\(text)" : text
    }

    private static func quoted(_ text: String) -> String {
        let isPlain = text.utf8.allSatisfy { byte in
            byte != UInt8(ascii: "\"") && byte != UInt8(ascii: ",") && byte != UInt8(ascii: "\r")
                && byte != UInt8(ascii: "\n")
        }
        return isPlain ? text : "\"\(text.replacing("\"", with: "\"\""))\""
    }

    /// In the order in which they were found.
    private struct Columns {
        private(set) var names: [String] = []
        private var places: [String: Int] = [:]

        mutating func place(of name: String) -> Int {
            if let place = places[name] { return place }
            places[name] = names.count
            names.append(name)
            return names.count - 1
        }
    }
}
