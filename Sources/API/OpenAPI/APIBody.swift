import JSON
import Schemas

/// The body of a request.
struct APIBody: Sendable {
    let schema: Schema
    let isRequired: Bool
    let example: JSONValue?
    /// Media types of files that may come in place of JSON.
    var files: [String] = []

    init(_ schema: Schema, isRequired: Bool, example: String?) {
        self.schema = schema
        self.isRequired = isRequired
        self.example = example.flatMap { try? JSONValue(parsing: Array($0.utf8)) }
    }

    var value: JSONValue {
        var json: JSONObject = ["schema": schema.value]
        json["example"] = example
        var content: JSONObject = ["application/json": .object(json)]
        // Generators of clients take this for a file.
        let file = Schema.string(format: "binary")
        for type in files { content[type] = .object(["schema": file.value]) }
        return .object(["required": .bool(isRequired), "content": .object(content)])
    }
}
