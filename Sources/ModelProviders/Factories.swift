public import HTTPClient
public import Operations

/// Ollama, by its own API.
/// - Parameter url: such as `http://127.0.0.1:11434`, with or without `/v1` at its end.
public func ollama(
    url: String, client: WebClient, limits: ProviderLimits = ProviderLimits()
) -> any ModelProvider {
    OllamaProvider(url: url, client: client, limits: limits)
}

/// A server with OpenAI's API: OpenAI, llama.cpp, vLLM and their likes.
/// - Parameters:
///   - baseURL: what comes before `/chat/completions`; an address without a path gets `/v1`.
///   - embeddingURL: what comes before `/embeddings`, where that is another server. The key goes to it only on the same host.
///   - key: sent as `Bearer`.
public func openAI(
    baseURL: String, embeddingURL: String? = nil, key: Secret? = nil, client: WebClient,
    limits: ProviderLimits = ProviderLimits()
) -> any ModelProvider {
    OpenAIProvider(baseURL: baseURL, embeddingURL: embeddingURL, key: key, client: client, limits: limits)
}
