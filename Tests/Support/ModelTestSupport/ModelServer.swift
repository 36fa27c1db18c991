import Foundation
import PythonHelpers

/// llama.cpp's own HTTP server with a model of half a megabyte whose weights are drawn by a seed: real in its protocol, with
/// nonsense for content. It speaks OpenAI's API for chats and vectors, listens on 127.0.0.1 and ends with the test process.
public final class ModelServer: Sendable {
    public enum Kind: String, Sendable {
        /// Schema-bound answers of up to 1,500 tokens come out whole, free texts mostly end by themselves; with 400 tokens
        /// about half of either is cut. A token is a character, and takes less than a millisecond.
        case good
        /// A free text ends where `maxTokens` or 8,192 tokens of context do, at some milliseconds a token.
        case endless
        /// Most answers to a schema fail: 500, or no JSON.
        case bad
    }

    private struct Start: Decodable {
        let url: String
        let model: String
    }

    private struct Command: Encodable {
        let cmd: String
    }

    private let helper: PythonHelper
    /// Without a path.
    public let url: String
    public let model: String

    public var baseURL: String { url + "/v1" }

    /// What a fleet is given to ask it.
    public var settings: [String: String] {
        ["OPENAI_BASE_URL": baseURL, "AI_MODEL": model, "AI_EMBEDDING_MODEL": model]
    }

    public init(_ kind: Kind) async throws {
        helper = try PythonHelper(
            script: ModelScripts.path("model_server.py"), python: try PythonEnvironment.python(),
            arguments: [kind.rawValue])
        let start: Start = try await helper.answer()
        (url, model) = (start.url, start.model)
    }

    /// How many requests it generates for at this moment.
    public func active() async throws -> Int { try await helper.ask(Command(cmd: "active")) }

    // MARK: Shared

    private static let goodServer = Task { try await ModelServer(.good) }
    private static let endlessServer = Task { try await ModelServer(.endless) }
    private static let badServer = Task { try await ModelServer(.bad) }

    /// The one of this test process, started when it is first asked for.
    public static func shared(_ kind: Kind = .good) async throws -> ModelServer {
        switch kind {
        case .good: try await goodServer.value
        case .endless: try await endlessServer.value
        case .bad: try await badServer.value
        }
    }
}
