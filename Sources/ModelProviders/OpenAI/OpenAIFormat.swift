import JSON

/// Server-sent events of OpenAI's chat completions (https://platform.openai.com/docs/api-reference/chat-streaming). A
/// server that answers in one piece of JSON, with `message` for `delta`, is read as well.
struct OpenAIFormat: ChatFormat {
    static let mediaType = "text/event-stream"

    private static let last = Array("[DONE]".utf8)

    private var events = EventDecoder()
    /// Of an answer in one piece.
    private var whole: [UInt8]?

    init(contentType: String) {
        whole = contentType.lowercased().hasPrefix("application/json") ? [] : nil
    }

    mutating func chunks(_ bytes: [UInt8]) throws(UnreadableChunk) -> [ChatChunk] {
        if whole != nil {
            whole?.append(contentsOf: bytes)
            return []
        }
        var chunks: [ChatChunk] = []
        for event in events.events(bytes) {
            guard let chunk = Self.chunk(event) else { throw UnreadableChunk(before: chunks) }
            chunks.append(chunk)
        }
        return chunks
    }

    mutating func end() throws(UnreadableChunk) -> ChatChunk? {
        guard let bytes = whole ?? events.end() else { return nil }
        guard let chunk = Self.chunk(bytes) else { throw UnreadableChunk() }
        return chunk
    }

    private static func chunk(_ event: [UInt8]) -> ChatChunk? {
        var chunk = ChatChunk()
        if event == last {
            chunk.isLast = true
            return chunk
        }
        guard let value = try? JSONValue(parsing: event), value.objectValue != nil else { return nil }
        if let problem = ProviderProblem(value) {
            chunk.problem = problem
            return chunk
        }
        chunk.model = value["model"]?.stringValue
        chunk.counts = value["usage"].flatMap { OpenAICounts.read($0) }
        // One answer is asked for. The chunk of counts has none.
        let choices = value["choices"]?.arrayValue ?? []
        guard let choice = choices.first(where: { ($0["index"]?.numberValue?.integer ?? 0) == 0 }) else { return chunk }
        chunk.finish = choice["finish_reason"]?.stringValue
        if let delta = choice["delta"] ?? choice["message"] { read(delta, into: &chunk) }
        return chunk
    }

    private static func read(_ delta: JSONValue, into chunk: inout ChatChunk) {
        switch delta["content"] {
        case .string(let text): chunk.text = text
        case .array(let parts):
            for part in parts {
                let text = part["text"]?.stringValue ?? ""
                if part["type"]?.stringValue == "text" {
                    chunk.text += text
                } else {
                    chunk.thinkingBytes += text.utf8.count
                }
            }
        default: break
        }
        chunk.refusal = delta["refusal"]?.stringValue ?? ""
        for name in ["reasoning_content", "reasoning"] {
            chunk.thinkingBytes += delta[name]?.stringValue?.utf8.count ?? 0
        }
    }
}
