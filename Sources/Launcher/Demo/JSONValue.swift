import Foundation

/// A JSON document whose shape the reader does not have to know whole.
indirect enum JSONValue: Sendable, Hashable, Codable {
    case null
    case boolean(Bool)
    case number(Double)
    case string(String)
    case array([JSONValue])
    case object([String: JSONValue])

    init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        if container.decodeNil() {
            self = .null
        } else if let value = try? container.decode(Bool.self) {
            self = .boolean(value)
        } else if let value = try? container.decode(Double.self) {
            self = .number(value)
        } else if let value = try? container.decode(String.self) {
            self = .string(value)
        } else if let value = try? container.decode([JSONValue].self) {
            self = .array(value)
        } else {
            self = .object(try container.decode([String: JSONValue].self))
        }
    }

    func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        switch self {
        case .null: try container.encodeNil()
        case .boolean(let value): try container.encode(value)
        case .number(let value): try container.encode(value)
        case .string(let value): try container.encode(value)
        case .array(let value): try container.encode(value)
        case .object(let value): try container.encode(value)
        }
    }

    subscript(name: String) -> JSONValue? {
        if case .object(let members) = self { members[name] } else { nil }
    }

    var string: String? {
        if case .string(let value) = self { value } else { nil }
    }

    var boolean: Bool? {
        if case .boolean(let value) = self { value } else { nil }
    }

    var integer: Int? {
        if case .number(let value) = self { Int(exactly: value) } else { nil }
    }

    var items: [JSONValue] {
        if case .array(let values) = self { values } else { [] }
    }

    /// The first text under this name, at any depth.
    func first(_ name: String) -> String? {
        switch self {
        case .object(let members):
            members[name]?.string ?? members.keys.sorted().lazy.compactMap { members[$0]?.first(name) }.first
        case .array(let values): values.lazy.compactMap { $0.first(name) }.first
        default: nil
        }
    }
}
