import HTTPClient
import JSON

/// Ollama by its own API: its OpenAI-compatible half cannot set the size of the context, and cuts long prompts in silence.
struct OllamaProvider: ModelProvider {
    let name = "ollama"
    private let endpoint: ProviderEndpoint

    init(url: String, client: WebClient, limits: ProviderLimits) {
        endpoint = ProviderEndpoint(
            title: "Ollama", urlSetting: "OLLAMA_HOST", keySetting: "OLLAMA_HOST", base: ProviderAddress.ollama(url),
            key: nil, client: client, limits: limits)
    }

    func chat(
        _ request: ChatRequest, onText: @Sendable (String) async throws -> Void
    ) async throws(ModelError) -> ChatAnswer {
        try request.check()
        var call = ChatCall<OllamaFormat>(request, at: endpoint, since: .now)
        do throws(CallFailure) {
            return try await call.run(
                endpoint.request("POST", "/api/chat", body: Self.body(request), accepting: OllamaFormat.mediaType),
                onText)
        } catch {
            throw error.error
        }
    }

    func embed(_ texts: [String], model: String) async throws(ModelError) -> Embeddings {
        let body: JSONObject = [
            "model": .string(model), "input": .array(texts.map { .string($0) }), "truncate": .bool(false),
        ]
        return try await EmbeddingCall(endpoint: endpoint, path: "/api/embed", body: body).run(texts, model) { answer in
            EmbeddingAnswer(
                model: answer["model"]?.stringValue, rows: answer["embeddings"]?.arrayValue,
                tokens: answer["prompt_eval_count"]?.tokenCount)
        }
    }

    func models() async throws(ModelError) -> [String] {
        let answer = try await endpoint.read("/api/tags")
        guard let models = answer["models"]?.arrayValue else { throw endpoint.unusable("has no list of models") }
        return models.compactMap { $0["name"]?.stringValue }
    }

    private static func body(_ chat: ChatRequest) -> JSONObject {
        var options: JSONObject = [:]
        options["temperature"] = JSONNumber(chat.temperature).map { .number($0) }
        options["num_ctx"] = chat.contextTokens.map { .integer($0) }
        options["num_predict"] = chat.maxTokens.map { .integer($0) }
        options["seed"] = chat.seed.map { .number(JSONNumber($0)) }
        var body: JSONObject = [
            "model": .string(chat.model), "messages": .array(chat.messages.map(\.json)), "stream": .bool(true),
            "truncate": .bool(false), "options": .object(options),
        ]
        body["format"] = chat.schema?.schema
        return body
    }
}
