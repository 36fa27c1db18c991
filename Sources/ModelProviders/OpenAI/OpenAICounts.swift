import JSON

/// The `usage` object.
enum OpenAICounts {
    /// - Returns: nil for one without any count.
    static func read(_ usage: JSONValue) -> ChatChunk.Counts? {
        let counts = ChatChunk.Counts(
            prompt: usage["prompt_tokens"]?.tokenCount,
            cached: usage["prompt_tokens_details"]?["cached_tokens"]?.tokenCount,
            completion: usage["completion_tokens"]?.tokenCount)
        return counts.prompt == nil && counts.completion == nil ? nil : counts
    }
}
