public import HTTPClient
public import ModelProviders
public import Operations

/// What the worker and the API read of models.
public struct GenerationSettings: Sendable {
    private static let contextRange = 512...2_097_152
    private static let answerRange = 16...1_000_000

    public let ollama: String?
    public let openAI: String?
    public let openAIKey: Secret?
    public let embeddingURL: String?
    /// nil: nothing can be written.
    public let model: String?
    /// Other models, by what they write.
    public let models: [GenerationType: String]
    /// nil: documents cannot be searched.
    public let embeddingModel: String?
    public let contextTokens: Int
    public let maximumTokens: Int
    public let documents: DocumentBounds

    /// Of generations and of the ledger. A month's budget asks for the rows of that month, and bills for those of the last one.
    static func retention(_ reader: inout ConfigurationReader) -> Duration {
        reader.duration(.generationRetention, in: .seconds(62 * 86_400) ... .seconds(10_000 * 86_400))
    }

    public init(_ reader: inout ConfigurationReader) {
        ollama = reader.optionalURL(.ollamaHost, schemes: ["http", "https"])
        openAI = reader.optionalURL(.openAIBase, schemes: ["http", "https"])
        openAIKey = reader.optionalSecret(.openAIKey)
        embeddingURL = reader.optionalURL(.embeddingURL, schemes: ["http", "https"])
        model = reader.optionalString(.model)
        embeddingModel = reader.optionalString(.embeddingModel)
        contextTokens = reader.integer(.contextTokens, in: Self.contextRange)
        maximumTokens = reader.integer(.maximumTokens, in: Self.answerRange)
        models = Self.models(&reader)
        documents = DocumentBounds(&reader)
    }

    /// The model that writes this unless the caller asks for another one.
    public func model(for type: GenerationType) -> String? { models[type] ?? model }

    /// Callers choose among what the operator has named: another model may cost more, or not be there.
    public func allows(_ name: String) -> Bool { name == model || models.values.contains(name) }

    /// By which generations are limited together: their models share a machine.
    public var providerName: String { ollama == nil ? "openai" : "ollama" }

    /// nil: no model server is configured.
    public func provider(client: WebClient) -> (any ModelProvider)? {
        if let ollama { return ModelProviders.ollama(url: ollama, client: client) }
        if let base = openAI {
            return ModelProviders.openAI(baseURL: base, embeddingURL: embeddingURL, key: openAIKey, client: client)
        }
        return nil
    }

    /// Where embeddings are made. Beside Ollama only when `AI_EMBEDDING_URL` says so.
    public func embedder(client: WebClient) -> (any ModelProvider)? {
        if ollama != nil, let embeddingURL {
            return ModelProviders.openAI(baseURL: embeddingURL, key: openAIKey, client: client)
        }
        return provider(client: client)
    }

    private static func models(_ reader: inout ConfigurationReader) -> [GenerationType: String] {
        guard let text = reader.optionalString(.models) else { return [:] }
        var models: [GenerationType: String] = [:]
        for part in text.split(separator: ",") {
            let pair = part.split(separator: "=", maxSplits: 1).map { $0.trimmingCharacters(in: .whitespaces) }
            guard let name = pair.first, let model = pair.dropFirst().first, !model.isEmpty,
                let type = GenerationType(rawValue: name)
            else {
                reader.note(
                    .models, found: "held \(part)",
                    expected: "it should be pairs such as quiz=qwen2.5:7b, separated by commas, of the types "
                        + GenerationType.allCases.map(\.rawValue).joined(separator: ", "))
                return [:]
            }
            models[type] = model
        }
        return models
    }
}
