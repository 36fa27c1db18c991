import PythonHelpers

/// Ollama's API over a `ModelServer` (see `Scripts/ollama_server.py`), since no package has Ollama itself.
public final class OllamaServer: Sendable {
    /// What Ollama's official client reads of it.
    public struct Reading: Decodable, Sendable {
        public struct Problem: Decodable, Sendable, Equatable {
            public let status: Int
            public let text: String

            public init(status: Int, text: String) {
                self.status = status
                self.text = text
            }
        }

        public let text: String
        public let atOnce: String
        public let finish: String
        public let prompt: Int
        public let completion: Int
        public let vectors: [[Float]]
        public let models: [String]
        public let errors: [Problem?]
    }

    private struct Start: Decodable {
        let url: String
    }

    private let helper: PythonHelper
    private let engine: ModelServer
    public let url: String

    public var model: String { engine.model }

    /// What a fleet is given to ask it.
    public var settings: [String: String] {
        ["OLLAMA_HOST": url, "AI_MODEL": model, "AI_EMBEDDING_MODEL": model]
    }

    public init(over engine: ModelServer) async throws {
        self.engine = engine
        helper = try PythonHelper(
            script: ModelScripts.path("ollama_server.py"), arguments: [engine.url, engine.model])
        let start: Start = try await helper.answer()
        url = start.url
    }

    public func readByOfficialClient() async throws -> Reading {
        let client = try PythonHelper(
            script: ModelScripts.path("ollama_client.py"), python: try PythonEnvironment.python(),
            arguments: [url, model])
        return try await client.answer()
    }
}
