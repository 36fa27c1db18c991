import JSON
import Schemas

/// Answers that are too small for a view.
extension Schema {
    static func counts(_ names: String...) -> Schema { of(names, .integer) }
    static func flags(_ names: String...) -> Schema { of(names, .boolean) }
    static func texts(_ names: String...) -> Schema { of(names, .string) }
    static func times(_ names: String...) -> Schema { of(names, .date) }

    private static func of(_ names: [String], _ schema: Schema) -> Schema {
        .object(names.map { ($0, schema) }, required: names)
    }

    /// Another schema of a member, which only the whole body knows.
    mutating func set(_ schema: Schema, as name: String) {
        var properties = members["properties"]?.objectValue ?? JSONObject()
        properties[name] = schema.value
        members["properties"] = .object(properties)
    }

    mutating func remove(_ name: String) {
        var properties = members["properties"]?.objectValue ?? JSONObject()
        properties[name] = nil
        members["properties"] = .object(properties)
    }
}
