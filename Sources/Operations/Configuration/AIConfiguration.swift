/// Where models answer, and which.
public struct AIConfiguration: Sendable {
    /// Ollama's address as a URL; `OLLAMA_HOST` may leave out the scheme and the port, as for Ollama itself.
    public let ollamaURL: String
    public let openAIBaseURL: String?
    public let openAIAPIKey: Secret?
    public let model: String?
    public let embeddingModel: String?

    public init(_ reader: inout ConfigurationReader) {
        ollamaURL = reader.required(
            .ollamaHost, expecting: "it should be host, host:port or a URL that starts with http:// or https://",
            standIn: "", Self.parseOllamaHost)
        openAIBaseURL = reader.optionalURL(.openAIBaseURL, schemes: ["http", "https"])
        openAIAPIKey = reader.optionalSecret(.openAIAPIKey)
        model = reader.optionalString(.aiModel)
        embeddingModel = reader.optionalString(.aiEmbeddingModel)
    }

    static func parseOllamaHost(_ text: String) -> String? {
        if text.contains("://") { return ConfigurationReader.parseURL(text, ["http", "https"]) }
        guard let match = text.wholeMatch(of: #/(\[[0-9A-Fa-f:.]+\]|[A-Za-z0-9._-]+)(?::([0-9]{1,5}))?\/?/#) else {
            return nil
        }
        let port = match.2 ?? "11434"
        // Ollama itself may be told to listen everywhere; a client calls this machine then.
        let host = match.1 == "0.0.0.0" ? "127.0.0.1" : match.1
        return ConfigurationReader.parsePort(String(port)).map { "http://\(host):\($0)" }
    }
}
