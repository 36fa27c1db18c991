public import Foundation
import Postgres

/// A column and what it must be.
public struct ResourceFilter: Sendable {
    private enum Value: Sendable {
        case null
        case text(String)
        case boolean(Bool)
        case integer(Int64)
        case number(Double)
        case time(Date)
        case tags(JSONText)
    }

    private let column: ResourceColumn
    private let value: Value

    /// Selects what is not known (or, for a text that may be absent, is empty).
    public static let unknown = "unknown"

    /// - Parameters:
    ///   - text: as it stands in a query: `true`, `false`, `unknown`, a number, a time, or a text. Tags are an object
    ///     that the row's tags must hold.
    ///   - time: reads a time.
    /// - Throws: `InvalidFilter`, which says what the column takes.
    public init(_ column: ResourceColumn, _ text: String, time: (String) -> Date?) throws(InvalidFilter) {
        self.column = column
        guard let value = Self.parse(column.kind, text, time) else { throw InvalidFilter(column: column) }
        self.value = value
    }

    private static func parse(_ kind: ResourceColumn.Kind, _ text: String, _ time: (String) -> Date?) -> Value? {
        // PostgreSQL has no text with U+0000.
        if text.utf8.contains(0) { return nil }
        if kind != .text, text == unknown { return .null }
        switch kind {
        case .text: return text.isEmpty ? .null : .text(text)
        case .boolean: return Bool(text).map { .boolean($0) }
        case .integer: return Int64(text).map { .integer($0) }
        case .number: return Double(text).flatMap { $0.isFinite ? .number($0) : nil }
        case .time: return time(text).map { .time($0) }
        case .tags:
            guard let tags = try? JSONDecoder().decode([String: String].self, from: Data(text.utf8)),
                !tags.contains(where: { $0.key.utf8.contains(0) || $0.value.utf8.contains(0) }),
                let json = try? JSONText(encoding: tags)
            else { return nil }
            return .tags(json)
        }
    }

    /// The text that the column must be; nil for other kinds.
    func text(of name: String) -> String? {
        guard column.name == name, case .text(let text) = value else { return nil }
        return text
    }

    /// Over the row's alias `seen`.
    var condition: Query {
        let name: Query = "seen.\(unescaped: column.name)"
        return switch value {
        case .null: "\(name) is null"
        case .text(let text): "\(name) = \(text)"
        case .boolean(let value): "\(name) is \(unescaped: value ? "true" : "false")"
        case .integer(let value): "\(name) = \(value)"
        case .number(let value): "\(name) = \(value)"
        case .time(let value): "\(name) = \(value)"
        case .tags(let tags): "\(name) @> \(tags)"
        }
    }
}

/// A filter's value is not one of its column's.
public struct InvalidFilter: Error {
    public let column: ResourceColumn

    public var sentence: String {
        let expected =
            switch column.kind {
            case .text: "a text without U+0000, or nothing for none"
            case .boolean: "true, false or unknown"
            case .integer: "a whole number, or unknown"
            case .number: "a number, or unknown"
            case .time: "a time such as 2026-11-01T09:00:00Z, or unknown"
            case .tags: "an object of strings such as {\"Name\":\"web\"}"
            }
        return "\(column.name) should be \(expected)."
    }
}
