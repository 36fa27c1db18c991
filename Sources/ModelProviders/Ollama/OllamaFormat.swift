import JSON

/// Lines of JSON of Ollama's own API (https://github.com/ollama/ollama/blob/main/docs/api.md). Counts that are zero are
/// left out there.
struct OllamaFormat: ChatFormat {
    static let mediaType = "application/x-ndjson"

    private var lines = LineDecoder()

    init(contentType: String) {}

    mutating func chunks(_ bytes: [UInt8]) throws(UnreadableChunk) -> [ChatChunk] {
        var chunks: [ChatChunk] = []
        for line in lines.lines(bytes) where !Self.isBlank(line) {
            guard let chunk = Self.chunk(line) else { throw UnreadableChunk(before: chunks) }
            chunks.append(chunk)
        }
        return chunks
    }

    mutating func end() throws(UnreadableChunk) -> ChatChunk? {
        guard let line = lines.end(), !Self.isBlank(line) else { return nil }
        guard let chunk = Self.chunk(line) else { throw UnreadableChunk() }
        return chunk
    }

    private static func isBlank(_ line: [UInt8]) -> Bool { line.allSatisfy { $0 == 0x20 || $0 == 0x09 } }

    private static func chunk(_ line: [UInt8]) -> ChatChunk? {
        guard let value = try? JSONValue(parsing: line), value.objectValue != nil else { return nil }
        var chunk = ChatChunk()
        if let problem = ProviderProblem(value) {
            chunk.problem = problem
            return chunk
        }
        chunk.model = value["model"]?.stringValue
        chunk.text = value["message"]?["content"]?.stringValue ?? ""
        chunk.thinkingBytes = value["message"]?["thinking"]?.stringValue?.utf8.count ?? 0
        guard value["done"]?.boolValue == true else { return chunk }
        chunk.isLast = true
        chunk.finish = value["done_reason"]?.stringValue ?? "stop"
        let counts = ChatChunk.Counts(
            prompt: value["prompt_eval_count"]?.tokenCount, completion: value["eval_count"]?.tokenCount)
        chunk.counts = counts.prompt == nil && counts.completion == nil ? nil : counts
        return chunk
    }
}
