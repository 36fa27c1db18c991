public import JSON

/// A schema of JSON values (JSON Schema 2020-12, as OpenAPI 3.1 has it): what describes a value, and no more.
public struct Schema: Sendable, Hashable {
    public var members: JSONObject

    public init(_ members: JSONObject = [:]) { self.members = members }

    public var value: JSONValue { .object(members) }

    /// Any value.
    public static let anything = Schema()
    public static let boolean = Schema(["type": .string("boolean")])
    public static let number = Schema(["type": .string("number")])
    public static let integer = Schema(["type": .string("integer")])
    public static let string = Schema(["type": .string("string")])
    public static let uuid = string(format: "uuid")
    public static let date = string(format: "date-time")
    /// Whatever its members are.
    public static let object = Schema(["type": .string("object")])

    public static func string(format: String) -> Schema {
        Schema(["type": .string("string"), "format": .string(format)])
    }

    /// - Parameter length: in characters.
    public static func string(length: ClosedRange<Int>) -> Schema {
        var members: JSONObject = ["type": .string("string")]
        if length.lowerBound > 0 { members["minLength"] = .integer(length.lowerBound) }
        members["maxLength"] = .integer(length.upperBound)
        return Schema(members)
    }

    /// - Parameter pattern: of ECMA-262, which the whole text matches.
    public static func string(pattern: String) -> Schema {
        Schema(["type": .string("string"), "pattern": .string(pattern)])
    }

    public static func integer(_ range: ClosedRange<Int>) -> Schema {
        Schema([
            "type": .string("integer"), "minimum": .integer(range.lowerBound), "maximum": .integer(range.upperBound),
        ])
    }

    public static func number(_ range: ClosedRange<Double>) -> Schema {
        var members: JSONObject = ["type": .string("number")]
        members["minimum"] = JSONNumber(range.lowerBound).map { .number($0) }
        members["maximum"] = JSONNumber(range.upperBound).map { .number($0) }
        return Schema(members)
    }

    /// One of a few texts.
    public static func choice(_ names: some Sequence<String>) -> Schema {
        Schema(["type": .string("string"), "enum": .array(names.map { .string($0) })])
    }

    /// - Parameter count: of elements; nil: any.
    public static func array(of element: Schema, _ count: ClosedRange<Int>? = nil, isSet: Bool = false)
        -> Schema
    {
        var members: JSONObject = ["type": .string("array"), "items": element.value]
        if let count {
            if count.lowerBound > 0 { members["minItems"] = .integer(count.lowerBound) }
            members["maxItems"] = .integer(count.upperBound)
        }
        if isSet { members["uniqueItems"] = .bool(true) }
        return Schema(members)
    }

    /// An object whose members' names are data.
    public static func map(of element: Schema) -> Schema {
        Schema(["type": .string("object"), "additionalProperties": element.value])
    }

    /// - Parameters:
    ///   - required: names of members that have to be there.
    ///   - isClosed: whether other members are refused.
    public static func object(
        _ properties: [(name: String, schema: Schema)], required: [String] = [], isClosed: Bool = false
    ) -> Schema {
        var members: JSONObject = ["type": .string("object")]
        var all = JSONObject()
        for (name, schema) in properties { all[name] = schema.value }
        members["properties"] = .object(all)
        if !required.isEmpty { members["required"] = .array(required.map { .string($0) }) }
        if isClosed { members["additionalProperties"] = .bool(false) }
        return Schema(members)
    }

    /// What fits one of these, or several.
    public static func any(of schemas: [Schema]) -> Schema {
        Schema(["anyOf": .array(schemas.map(\.value))])
    }

    /// What fits all of these: members that stand beside each other.
    public static func all(of schemas: [Schema]) -> Schema {
        Schema(["allOf": .array(schemas.map(\.value))])
    }

    /// The same, or null.
    public var orNull: Schema {
        if members.isEmpty { return self }
        guard case .string(let type)? = members["type"], !members.contains("enum") else {
            return .any(of: [self, Schema(["type": .string("null")])])
        }
        var members = members
        members["type"] = .array([.string(type), .string("null")])
        return Schema(members)
    }

    /// The same with a sentence for its readers.
    public func described(_ text: String) -> Schema {
        var members = members
        members["description"] = .string(text)
        return Schema(members)
    }
}
