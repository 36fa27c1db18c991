public import JSON

/// What a value must look like: the subset of JSON Schema (draft 2020-12) that we use and that servers of models know.
///
/// `type` (also a list), `properties`, `required`, `additionalProperties`, `items`, `minItems`, `maxItems`, `uniqueItems`,
/// `minLength`, `maxLength`, `enum`, `const`, `minimum`, `maximum`, their exclusive forms, `multipleOf`, `anyOf`, `oneOf`,
/// `$ref` to `$defs`; `title` and `description` are for the model. `pattern` is none of them: a search for a pattern in a
/// model's text has no bound that we could keep.
///
/// Servers pass over some of these in silence even where they constrain what a model writes (llama.cpp `uniqueItems`,
/// `multipleOf` and bounds of `number`): an answer of theirs is validated like any other.
public struct JSONSchema: Sendable {
    /// As it was given.
    public let document: JSONValue
    let root: SchemaNode
    let definitions: [String: SchemaNode]

    /// - Throws: `SchemaError` for a keyword or a form that we do not know, and for a reference that leads nowhere or back to
    ///   itself without a step into the value.
    public init(_ document: JSONValue) throws(SchemaError) {
        self.document = document
        let reader = SchemaReader()
        root = try reader.node(document, at: JSONPointer())
        var definitions: [String: SchemaNode] = [:]
        let place = JSONPointer().member("$defs")
        if let named = document["$defs"] {
            guard let members = named.objectValue else {
                throw SchemaError(pointer: place.text, message: "must be an object")
            }
            for (name, schema) in members { definitions[name] = try reader.node(schema, at: place.member(name)) }
        }
        self.definitions = definitions
        try SchemaReferences(definitions: definitions).check(root)
    }

    /// - Parameter text: JSON.
    /// - Throws: `SchemaError`.
    public init(parsing text: [UInt8]) throws(SchemaError) {
        let document: JSONValue
        do { document = try JSONValue(parsing: text) } catch {
            throw SchemaError(pointer: "", message: "is no JSON: \(error)")
        }
        try self.init(document)
    }

    /// - Returns: what is wrong, in the order of the schema, at most 20; nothing when the value fits.
    public func validate(_ value: JSONValue) -> [SchemaViolation] {
        var validator = SchemaValidator(definitions: definitions)
        return validator.check(value, root)
    }
}
