import ModelProviders
import ModelTestSupport
import TestSupport
import Testing

/// Against Ollama's API over llama.cpp's server.
@Suite("Ollama's API")
struct OllamaServerTests {
    private static func request(_ server: OllamaServer, _ text: String = "hello") -> ChatRequest {
        ChatRequest(
            model: server.model, messages: [ChatMessage(.user, text)], maxTokens: 24, contextTokens: 4096, seed: 3)
    }

    @Test("we read what Ollama's official client reads")
    func sameAsOfficial() async throws {
        let server = try await OllamaServer(over: ModelServer.shared())
        let reading = try await server.readByOfficialClient()
        #expect(reading.text == reading.atOnce && reading.finish == "length" && reading.models == [server.model])
        #expect(
            reading.errors == [
                .init(status: 404, text: "model 'absent' not found"), nil,
            ])
        let provider = ModelProviders.ollama(url: server.url, client: .shared)
        let asked = await Asked.chat(provider, Self.request(server))
        let answer = try #require(asked.answer, "\(String(describing: asked.error))")
        #expect(answer.text == reading.text && answer.finish == .length && answer.model == server.model)
        #expect(
            answer.usage
                == TokenUsage(prompt: reading.prompt, completion: reading.completion, isEstimated: false))
        #expect(try await provider.models() == reading.models)
        let vectors = try await provider.embed(["one text", "another"], model: server.model).vectors
        #expect(vectors.map(\.count) == reading.vectors.map(\.count))
        // What the engine does beside it changes the order in which it adds up, hence the last digits.
        for (ours, theirs) in zip(vectors, reading.vectors) { #expect(Self.cosine(ours, theirs) > 0.99) }
    }

    private static func cosine(_ one: [Float], _ other: [Float]) -> Float {
        func product(_ left: [Float], _ right: [Float]) -> Float { zip(left, right).reduce(0) { $0 + $1.0 * $1.1 } }
        return product(one, other) / (product(one, one) * product(other, other)).squareRoot()
    }

    @Test("a prompt beyond the context is refused, and not cut; a model that is not there is named")
    func errors() async throws {
        let server = try await OllamaServer(over: ModelServer.shared())
        let provider = ModelProviders.ollama(url: server.url, client: .shared)
        var request = Self.request(server, String(repeating: "a", count: 600))
        request.contextTokens = 64
        #expect(await Asked.chat(provider, request).error?.kind == .tooLong)
        request.model = "absent"
        #expect(await Asked.chat(provider, request).error?.kind == .noSuchModel)
    }

    @Test("cancelling ends the generation behind it")
    func cancel() async throws {
        let engine = try await ModelServer(.endless)
        let server = try await OllamaServer(over: engine)
        let provider = ModelProviders.ollama(url: server.url, client: .shared)
        var request = Self.request(server)
        request.maxTokens = 8000
        let (came, comes) = AsyncStream.makeStream(of: Void.self)
        let task = Task { [request] in
            defer { comes.finish() }
            return await Asked.chat(provider, request) { _ in comes.yield() }
        }
        for await _ in came.prefix(1) {}
        #expect(try await engine.active() == 1)
        task.cancel()
        #expect(try await eventually(within: .seconds(10)) { try await engine.active() == 0 })
        #expect(await task.value.error?.kind == .cancelled)
    }
}
