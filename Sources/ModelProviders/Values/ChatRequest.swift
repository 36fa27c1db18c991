/// What a model is asked for, once.
public struct ChatRequest: Sendable {
    /// The provider's name for it.
    public var model: String
    public var messages: [ChatMessage]
    /// Of the answer, thinking included; nil leaves it to the provider.
    public var maxTokens: Int?
    /// Of prompt and answer together. Only Ollama takes it (`num_ctx`), and without it has a default that depends on the
    /// machine.
    public var contextTokens: Int?
    /// 0 to 2; 0 is as repeatable as the model can be.
    public var temperature: Double
    public var seed: Int64?
    public var schema: OutputSchema?

    public init(
        model: String, messages: [ChatMessage], maxTokens: Int? = nil, contextTokens: Int? = nil,
        temperature: Double = 0, seed: Int64? = nil, schema: OutputSchema? = nil
    ) {
        self.model = model
        self.messages = messages
        self.maxTokens = maxTokens
        self.contextTokens = contextTokens
        self.temperature = temperature
        self.seed = seed
        self.schema = schema
    }
}
