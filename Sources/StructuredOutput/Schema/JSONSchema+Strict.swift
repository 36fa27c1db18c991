public import JSON

extension JSONSchema {
    /// The schema in the form that OpenAI's strict mode takes: every property is required, what was optional may be null,
    /// no other member is allowed, `oneOf` is `anyOf`, and lengths of strings and `uniqueItems`, which it refuses, are left
    /// out. An answer is brought back by `withoutOptionalNulls` and validated with the schema itself.
    public var strict: JSONValue { Self.strict(document) }

    /// A value without members that are null where the schema has them optional and not nullable: how an answer in strict
    /// form leaves a member out.
    public func withoutOptionalNulls(_ value: JSONValue) -> JSONValue { clean(value, root, depth: 0) }

    private static let dropped: Set<String> = ["minLength", "maxLength", "uniqueItems", "$schema", "$comment"]

    private static func strict(_ schema: JSONValue) -> JSONValue {
        guard case .object(let members) = schema else { return schema }
        var result = JSONObject()
        let required = Set((members["required"]?.arrayValue ?? []).compactMap(\.stringValue))
        for (name, value) in members where !dropped.contains(name) {
            switch name {
            case "properties":
                var properties = JSONObject()
                for (name, schema) in value.objectValue ?? [:] {
                    properties[name] = required.contains(name) ? strict(schema) : nullable(strict(schema))
                }
                result[name] = .object(properties)
                result["required"] = .array(properties.names.map { .string($0) })
                result["additionalProperties"] = .bool(false)
            case "required", "additionalProperties": break
            case "$defs":
                var definitions = JSONObject()
                for (name, schema) in value.objectValue ?? [:] { definitions[name] = strict(schema) }
                result[name] = .object(definitions)
            case "items": result[name] = strict(value)
            case "anyOf", "oneOf": result["anyOf"] = .array((value.arrayValue ?? []).map { strict($0) })
            case "const": result["enum"] = .array([value])
            default: result[name] = value
            }
        }
        return .object(result)
    }

    private static func nullable(_ schema: JSONValue) -> JSONValue {
        guard case .object(var members) = schema else { return schema }
        let types = members["type"].map { $0.arrayValue ?? [$0] } ?? []
        guard !types.contains(.string("null")) else { return schema }
        // An enumeration would have to hold null, too: that is another form of the value.
        guard !types.isEmpty, members["enum"] == nil else {
            return .object(["anyOf": .array([schema, .object(["type": .string("null")])])])
        }
        members["type"] = .array(types + [.string("null")])
        return .object(members)
    }

    private func clean(_ value: JSONValue, _ node: SchemaNode, depth: Int) -> JSONValue {
        // A value of a model is no deeper than that, since its text was not.
        guard depth < 128 else { return value }
        var node = node
        // A circle of references was refused when the schema was loaded.
        while let name = node.reference, let target = definitions[name] { node = target }
        switch value {
        case .object(let members):
            var result = JSONObject()
            for (name, member) in members {
                let property = node.properties.first { $0.name == name }?.node
                if member == .null, let property, !node.required.contains(name), !allowsNull(property) { continue }
                result[name] = property.map { clean(member, $0, depth: depth + 1) } ?? member
            }
            return .object(result)
        case .array(let elements):
            guard let schema = node.items.first else { return value }
            return .array(elements.map { clean($0, schema, depth: depth + 1) })
        default: return value
        }
    }

    private func allowsNull(_ node: SchemaNode) -> Bool {
        var validator = SchemaValidator(definitions: definitions)
        return validator.check(.null, node).isEmpty
    }
}
