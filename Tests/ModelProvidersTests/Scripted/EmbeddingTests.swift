import Foundation
import ModelProviders
import ModelTestSupport
import Testing

@Suite("Embeddings")
struct EmbeddingTests {
    private static let openAIPath = "/v1/embeddings"
    private static let ollamaPath = "/api/embed"

    private static func data(_ rows: String, _ usage: String = #","usage":{"prompt_tokens":7}"#) -> String {
        #"{"model":"real","data":[\#(rows)]\#(usage)}"#
    }

    private static func row(_ index: Int, _ vector: String) -> String { #"{"index":\#(index),"embedding":\#(vector)}"# }

    private static func outcome(
        _ provider: any ModelProvider, _ texts: [String] = ["a", "b"]
    ) async -> Result<Embeddings, ModelError> {
        do throws(ModelError) { return .success(try await provider.embed(texts, model: "m")) } catch {
            return .failure(error)
        }
    }

    @Test("vectors come in the order of their texts, whatever the answer's is")
    func order() async throws {
        let server = try await ScriptedProvider()
        try await server.script(
            Self.openAIPath, .init(200, Self.data("\(Self.row(1, "[0,1e0]")),\(Self.row(0, "[0.5,-1]"))")))
        let found = try await server.openAI(key: "k").embed(["a", "b"], model: "m")
        #expect(found.vectors == [[0.5, -1], [0, 1]] && found.model == "real")
        #expect(found.usage == TokenUsage(prompt: 7, completion: 0, isEstimated: false))
        let request = try #require(try await server.requests(Self.openAIPath).first)
        #expect(request.headers["authorization"] == "Bearer k")
        #expect(request.body == #"{"model":"m","input":["a","b"]}"#)
        // Without indices, as they came; without usage, estimated.
        try await server.script(Self.openAIPath, .init(200, Self.data(#"{"embedding":[1]},{"embedding":[2]}"#, "")))
        let bare = try await server.openAI().embed(["aaaa", "b"], model: "m")
        #expect(bare.vectors == [[1], [2]] && bare.usage == TokenUsage(prompt: 3, completion: 0, isEstimated: true))
    }

    @Test("Ollama's are not cut in silence")
    func ollama() async throws {
        let server = try await ScriptedProvider()
        try await server.script(
            Self.ollamaPath, .init(200, #"{"model":"real","embeddings":[[1,2],[3,4]],"prompt_eval_count":7}"#))
        let found = try await server.ollama().embed(["a", "b"], model: "m")
        #expect(found.vectors == [[1, 2], [3, 4]] && found.usage.prompt == 7 && !found.usage.isEstimated)
        #expect(
            try await server.requests(Self.ollamaPath).first?.body
                == #"{"model":"m","input":["a","b"],"truncate":false}"#)
        try await server.script(
            Self.ollamaPath, .init(400, #"{"error":"the input length exceeds the context length"}"#))
        guard case .failure(let error) = await Self.outcome(server.ollama()) else { throw Unexpected() }
        #expect(error.kind == .tooLong && !error.isRetryable && error.usage == nil)
    }

    private static func rows(_ first: String, _ second: String) -> String { "\(row(0, first)),\(row(1, second))" }

    private static let unusable: [(String, String)] = [
        (row(0, "[1]"), "wrong_vector_count"),
        (rows("[1]", "[1]") + #",{"index":2,"embedding":[1]}"#, "wrong_vector_count"),
        (row(0, "[1]") + #",{"index":0,"embedding":[1]}"#, "wrong_vector_count"),
        (row(0, "[1]") + #",{"index":7,"embedding":[1]}"#, "wrong_vector_count"),
        (row(0, "[1]") + #",{"index":1}"#, "wrong_vector_count"),
        (rows("[1]", "[1,2]"), "wrong_dimension"),
        (rows("[1]", "[]"), "wrong_dimension"),
        (rows("[1]", #""AACAPw==""#), "wrong_dimension"),
        (rows("[[1],[2]]", "[[1]]"), "nested_vectors"),
        (rows("[1,null]", "[1,1]"), "not_finite"),
        (rows("[1e999]", "[1]"), "not_finite"),
        (rows("[1e200]", "[1]"), "not_finite"),
        (rows("[NaN]", "[1]"), "unusable_answer"),
        (rows("[0,0.0]", "[1,1]"), "zero_vector"),
        (rows("[1e-300]", "[1]"), "zero_vector"),
    ]

    @Test("vectors that cannot be used are refused", arguments: unusable)
    func refusals(_ rows: String, _ code: String) async throws {
        let server = try await ScriptedProvider()
        try await server.script(Self.openAIPath, .init(200, Self.data(rows)))
        guard case .failure(let error) = await Self.outcome(server.openAI()) else { throw Unexpected() }
        #expect(error.kind == .brokenAnswer && error.code == code, "\(error)")
        // It was worked for, and is paid.
        #expect(error.usage?.prompt == (code == "unusable_answer" ? 2 : 7))
    }

    @Test("a text that is too long is that, though the status is a server's error")
    func tooLong() async throws {
        let server = try await ScriptedProvider()
        let body =
            #"{"error":{"code":500,"message":"input (9001 tokens) is too large to process. increase the physical batch size","type":"server_error"}}"#
        try await server.script(Self.openAIPath, .init(500, body))
        guard case .failure(let error) = await Self.outcome(server.openAI()) else { throw Unexpected() }
        #expect(error.kind == .tooLong && !error.isRetryable)
    }

    @Test(
        "an answer that is none, or a problem with a status of success, is an error",
        arguments: ["", "[1]", #"{"data":1}"#, #"{"error":"x"}"#])
    func noAnswer(_ body: String) async throws {
        let server = try await ScriptedProvider()
        try await server.script(Self.openAIPath, .init(200, body))
        guard case .failure(let error) = await Self.outcome(server.openAI()) else { throw Unexpected() }
        #expect([.brokenAnswer, .brokenStream].contains(error.kind) && error.isRetryable)
    }

    @Test("no texts need no server, and an empty one is not sent")
    func nothing() async throws {
        let server = try await ScriptedProvider()
        let found = try await server.openAI().embed([], model: "m")
        #expect(found.vectors.isEmpty && found.usage == TokenUsage(prompt: 0, completion: 0, isEstimated: false))
        for provider in [server.openAI(), server.ollama()] {
            guard case .failure(let error) = await Self.outcome(provider, ["a", ""]) else { throw Unexpected() }
            #expect(error.kind == .invalidRequest)
        }
        #expect(try await server.requests(Self.openAIPath).isEmpty)
    }

    @Test("a server of its own for vectors is asked there, and gets the key on the same host alone")
    func otherServer() async throws {
        let (chats, vectors) = (try await ScriptedProvider(), try await ScriptedProvider())
        try await vectors.script("/embeddings", .init(200, Self.data("\(Self.row(0, "[1]"))")))
        let elsewhere = vectors.url.replacingOccurrences(of: "127.0.0.1", with: "localhost")
        for (url, key) in [(vectors.url, "Bearer k"), (elsewhere, nil)] {
            let provider = ModelProviders.openAI(
                baseURL: chats.url, embeddingURL: url, key: .init("k"), client: .shared)
            _ = try await provider.embed(["a"], model: "m")
            #expect(try await vectors.requests("/embeddings").last?.headers["authorization"] == key)
        }
    }

    @Test("silence ends the call")
    func silence() async throws {
        let server = try await ScriptedProvider()
        try await server.script(Self.openAIPath, .silent)
        let limits = ProviderLimits(firstByte: .milliseconds(300))
        guard case .failure(let error) = await Self.outcome(server.openAI(limits: limits)) else { throw Unexpected() }
        #expect(
            error.kind == .timedOut(.firstByte)
                && error.usage == TokenUsage(prompt: 2, completion: 0, isEstimated: true))
        #expect(try await server.awaitClosed(Self.openAIPath))
    }

    @Test("the models that a provider has are listed, those of the server for vectors with them")
    func models() async throws {
        let (server, vectors) = (try await ScriptedProvider(), try await ScriptedProvider())
        try await server.script("/v1/models", .init(200, #"{"data":[{"id":"a"},{"id":"b"}]}"#))
        try await vectors.script("/models", .init(200, #"{"data":[{"id":"c"}]}"#))
        try await server.script("/api/tags", .init(200, #"{"models":[{"name":"a:latest"}]}"#))
        #expect(try await server.openAI().models() == ["a", "b"])
        #expect(try await server.ollama().models() == ["a:latest"])
        let both = ModelProviders.openAI(baseURL: server.url + "/v1", embeddingURL: vectors.url, client: .shared)
        #expect(try await both.models() == ["a", "b", "c"])
        try await server.script("/v1/models", .init(401, ""))
        await #expect(throws: ModelError.self) { try await server.openAI().models() }
    }
}

struct Unexpected: Error {}
