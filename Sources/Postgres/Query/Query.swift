/// One SQL statement and its bound parameters.
///
///     let id: UUID = …
///     let query: Query = "select state from jobs where id = \(id) and tenant = \(tenant)"
///
/// An interpolated value never becomes text: it becomes `$1`, `$2`, … and travels in PostgreSQL's binary format with an
/// explicit type, so `unnest(\(ids))` and `= any(\(ids))` need no cast. An interpolated `Query` is spliced in with its
/// own parameters, renumbered. A `String` is `text`: a column of an enum type needs `\(state)::job_state`.
public struct Query: Sendable {
    /// Where `$number` stands in `sql`, counted in UTF-8 bytes, so that a nested query can be renumbered.
    struct Placeholder: Sendable {
        let offset: Int
        let number: Int
    }

    /// The statement as the server sees it, with `$1`… for the values.
    public private(set) var sql: String
    package private(set) var types: [UInt32] = []
    /// Byte counts of the values, which lie end to end in `values`; -1 is NULL.
    package private(set) var lengths: [Int32] = []
    package private(set) var values = ValueWriter()
    private var placeholders: [Placeholder] = []

    /// A statement kept as text, such as the content of a `.sql` file.
    /// - Parameters:
    ///   - sql: used as it is; never build it from input.
    ///   - parameters: for `$1`, `$2`, … in their order.
    public init(unescaped sql: String, _ parameters: any PostgresEncodable...) {
        self.sql = sql
        placeholders = Self.findPlaceholders(in: sql)
        for parameter in parameters { bind(parameter) }
    }

    private mutating func bind<Value: PostgresEncodable>(_ value: Value) {
        types.append(Value.postgresType.rawValue)
        lengths.append(values.appendValue(value))
    }

    mutating func append(text: String) {
        sql += text
    }

    mutating func append<Value: PostgresEncodable>(value: Value) {
        bind(value)
        appendPlaceholder(types.count)
    }

    mutating func append(query: Query) {
        let base = types.count
        defer {
            types += query.types
            lengths += query.lengths
            values.append(contentsOf: query.values)
        }
        // Its numbers stay: nothing stands before them, or there are none.
        if base == 0 || query.placeholders.isEmpty {
            let start = sql.utf8.count
            sql += query.sql
            placeholders += query.placeholders.map { Placeholder(offset: start + $0.offset, number: $0.number) }
            return
        }
        let text = query.sql.utf8
        var copied = text.startIndex
        for placeholder in query.placeholders {
            let dollar = text.index(text.startIndex, offsetBy: placeholder.offset)
            sql += query.sql[copied..<dollar]
            appendPlaceholder(base + placeholder.number)
            copied = text.index(dollar, offsetBy: 1 + String(placeholder.number).utf8.count)
        }
        sql += query.sql[copied...]
    }

    private mutating func appendPlaceholder(_ number: Int) {
        placeholders.append(Placeholder(offset: sql.utf8.count, number: number))
        sql += "$"
        sql += String(number)
    }

    private static func findPlaceholders(in sql: String) -> [Placeholder] {
        var found: [Placeholder] = []
        var start: Int?
        var number = 0
        for (offset, byte) in sql.utf8.enumerated() {
            if let dollar = start {
                if let digit = byte.decimalDigit {
                    number = min(number * 10 + digit, 1_000_000)
                    continue
                }
                if number > 0 { found.append(Placeholder(offset: dollar, number: number)) }
            }
            start = byte == UInt8(ascii: "$") ? offset : nil
            number = 0
        }
        if let start, number > 0 { found.append(Placeholder(offset: start, number: number)) }
        return found
    }
}

extension UInt8 {
    fileprivate var decimalDigit: Int? {
        (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(self) ? Int(self - UInt8(ascii: "0")) : nil
    }
}
