/// Where models run. A call asks once and sends nothing again, but for what a server refused before it did anything.
public protocol ModelProvider: Sendable {
    /// Of a closed set, for metrics and limits: `ollama`, `openai`.
    var name: String { get }

    /// Asks a model for text.
    /// - Parameter onText: takes each piece of text as it comes; the pieces together are the answer's text. The next piece
    ///   is read when it returns, and what it throws ends the call as cancelled.
    /// - Throws: what was wrong, with what was spent and written until then. Cancelling the task closes the connection,
    ///   which ends the generation at the provider.
    func chat(
        _ request: ChatRequest, onText: @Sendable (String) async throws -> Void
    ) async throws(ModelError) -> ChatAnswer

    /// Asks for the vectors of texts, none of them empty, in one request.
    func embed(_ texts: [String], model: String) async throws(ModelError) -> Embeddings

    /// The names of the models that it has.
    func models() async throws(ModelError) -> [String]
}
