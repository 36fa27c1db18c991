import JSON

/// The body of a chat completion, without what its model does not take.
struct OpenAIBody {
    let chat: ChatRequest
    let missing: Set<OpenAIFeature>

    /// The features that it uses.
    var asked: Set<OpenAIFeature> {
        var asked: Set<OpenAIFeature> = [.streamOptions, .temperature]
        if chat.maxTokens != nil { asked.insert(.maxTokens) }
        if chat.seed != nil { asked.insert(.seed) }
        if chat.schema != nil { asked.formUnion([.jsonSchema, .jsonObject]) }
        return asked.subtracting(missing)
    }

    /// As they are sent: with the schema in the prompt where the server does not take it.
    var messages: [ChatMessage] {
        guard let schema = chat.schema, missing.contains(.jsonSchema) else { return chat.messages }
        let text = String(decoding: schema.schema.serialized(), as: UTF8.self)
        let demand = "Answer with one JSON value and nothing else. It fits this JSON Schema:\n\(text)"
        var messages = chat.messages
        // Some templates take one system message, and only at the start.
        if let first = messages.first, first.role == .system {
            messages[0].content = "\(first.content)\n\n\(demand)"
        } else {
            messages.insert(ChatMessage(.system, demand), at: 0)
        }
        return messages
    }

    var object: JSONObject {
        let asked = asked
        var body: JSONObject = [
            "model": .string(chat.model), "messages": .array(messages.map(\.json)), "stream": .bool(true),
        ]
        if asked.contains(.streamOptions) { body["stream_options"] = .object(["include_usage": .bool(true)]) }
        if asked.contains(.temperature) { body["temperature"] = JSONNumber(chat.temperature).map { .number($0) } }
        if let most = chat.maxTokens {
            body[asked.contains(.maxTokens) ? "max_tokens" : "max_completion_tokens"] = .integer(most)
        }
        if asked.contains(.seed), let seed = chat.seed { body["seed"] = .number(JSONNumber(seed)) }
        if let schema = chat.schema {
            if asked.contains(.jsonSchema) {
                body["response_format"] = .object(["type": .string("json_schema"), "json_schema": schema.openAI])
            } else if asked.contains(.jsonObject) {
                body["response_format"] = .object(["type": .string("json_object")])
            }
        }
        return body
    }
}
