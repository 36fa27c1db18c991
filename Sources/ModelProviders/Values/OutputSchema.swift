public import JSON

/// The JSON Schema that an answer is to fit. Servers keep some of its keywords and ignore others in silence, so the answer
/// is validated all the same.
public struct OutputSchema: Sendable, Hashable {
    /// 1 to 64 of letters, digits, `_` and `-`, as OpenAI demands; other characters are sent as `_`.
    public var name: String
    public var schema: JSONValue

    public init(name: String, schema: JSONValue) {
        self.name = name
        self.schema = schema
    }
}
