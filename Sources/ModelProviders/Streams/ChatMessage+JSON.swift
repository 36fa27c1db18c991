import JSON

extension ChatMessage {
    /// As both Ollama and OpenAI take it.
    var json: JSONValue { .object(["role": .string(role.rawValue), "content": .string(content)]) }
}
