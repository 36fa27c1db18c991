import HTTPClient
import JSON
import Operations

/// A server with OpenAI's API (https://platform.openai.com/docs/api-reference): OpenAI, llama.cpp, vLLM and their likes.
struct OpenAIProvider: ModelProvider {
    let name = "openai"
    private let chats: ProviderEndpoint
    private let embeddings: ProviderEndpoint
    private let features = OpenAIFeatures()

    init(baseURL: String, embeddingURL: String?, key: Secret?, client: WebClient, limits: ProviderLimits) {
        chats = ProviderEndpoint(
            title: "The model's server", urlSetting: "OPENAI_BASE_URL", keySetting: "OPENAI_API_KEY",
            base: ProviderAddress.openAI(baseURL), key: key, client: client, limits: limits)
        guard let embeddingURL else {
            embeddings = chats
            return
        }
        embeddings = ProviderEndpoint(
            title: "The embeddings' server", urlSetting: "AI_EMBEDDING_URL", keySetting: "OPENAI_API_KEY",
            base: ProviderAddress.openAI(embeddingURL),
            key: ProviderAddress.isSameHost(baseURL, embeddingURL) ? key : nil, client: client, limits: limits)
    }

    func chat(
        _ request: ChatRequest, onText: @Sendable (String) async throws -> Void
    ) async throws(ModelError) -> ChatAnswer {
        try request.check()
        let start = ContinuousClock.now
        var missing = features.missing(of: request.model)
        // Each round takes one feature away, and what is refused so was not executed.
        while true {
            let body = OpenAIBody(chat: request, missing: missing)
            var sent = request
            sent.messages = body.messages
            var call = ChatCall<OpenAIFormat>(sent, at: chats, since: start)
            do throws(CallFailure) {
                return try await call.run(
                    chats.request("POST", "/chat/completions", body: body.object, accepting: OpenAIFormat.mediaType),
                    onText)
            } catch {
                guard let feature = OpenAIFeature.missing(error, asked: body.asked) else { throw error.error }
                missing.insert(feature)
                if !error.isOfSchema { features.note(feature, missingOf: request.model) }
            }
        }
    }

    func embed(_ texts: [String], model: String) async throws(ModelError) -> Embeddings {
        let body: JSONObject = ["model": .string(model), "input": .array(texts.map { .string($0) })]
        return try await EmbeddingCall(endpoint: embeddings, path: "/embeddings", body: body).run(texts, model) {
            answer in
            EmbeddingAnswer(
                model: answer["model"]?.stringValue, rows: Self.rows(answer["data"]),
                tokens: answer["usage"]?["prompt_tokens"]?.tokenCount)
        }
    }

    func models() async throws(ModelError) -> [String] {
        var names = try await names(of: chats)
        if embeddings.base != chats.base { names += try await self.names(of: embeddings) }
        return names
    }

    /// - Returns: nil unless there is one row for each index.
    private static func rows(_ data: JSONValue?) -> [JSONValue]? {
        guard let data = data?.arrayValue else { return nil }
        var rows: [Int: JSONValue] = [:]
        for (place, row) in data.enumerated() {
            guard let index = row["index"].map({ $0.numberValue?.integer }) ?? place, data.indices.contains(index),
                let vector = row["embedding"], rows.updateValue(vector, forKey: index) == nil
            else { return nil }
        }
        return data.indices.compactMap { rows[$0] }
    }

    private func names(of endpoint: ProviderEndpoint) async throws(ModelError) -> [String] {
        let answer = try await endpoint.read("/models")
        guard let data = answer["data"]?.arrayValue else { throw endpoint.unusable("has no list of models") }
        return data.compactMap { $0["id"]?.stringValue }
    }
}
