import JSON

/// What one schema asks of a value.
struct SchemaNode: Sendable {
    var types: [JSONType] = []
    var properties: [(name: String, node: SchemaNode)] = []
    var required: [String] = []
    /// Of members without a property: nil allows any.
    var additional: [SchemaNode]?
    var items: [SchemaNode] = []
    var itemCount = 0...Int.max
    var isUnique = false
    var length = 0...Int.max
    /// Of `enum` and of `const`: the value is in each of these lists.
    var allowed: [[JSONValue]] = []
    var minimum: JSONNumber?
    var maximum: JSONNumber?
    var exclusiveMinimum: JSONNumber?
    var exclusiveMaximum: JSONNumber?
    var multipleOf: JSONNumber?
    var anyOf: [SchemaNode] = []
    var oneOf: [SchemaNode] = []
    /// The name in `$defs`.
    var reference: String?
}
