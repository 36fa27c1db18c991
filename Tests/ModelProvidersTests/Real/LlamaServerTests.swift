import Foundation
import ModelProviders
import ModelTestSupport
import TestSupport
import Testing

/// Against llama.cpp's own server.
@Suite("A real server")
struct LlamaServerTests {
    private static let schema = OutputSchema(
        name: "question",
        schema: .object([
            "type": .string("object"),
            "properties": .object([
                "text": .object(["type": .string("string"), "minLength": .integer(5), "maxLength": .integer(60)]),
                "answer": .object(["type": .string("integer"), "minimum": .integer(0), "maximum": .integer(3)]),
            ]),
            "required": .array([.string("text"), .string("answer")]), "additionalProperties": .bool(false),
        ]))

    private struct Question: Decodable {
        let text: String
        let answer: Int
    }

    private static func provider(_ server: ModelServer) -> any ModelProvider {
        ModelProviders.openAI(baseURL: server.baseURL, client: .shared)
    }

    private static func request(_ server: ModelServer, tokens: Int, schema: OutputSchema? = nil, seed: Int64 = 1)
        -> ChatRequest
    {
        ChatRequest(
            model: server.model, messages: [ChatMessage(.user, "Ask me something.")], maxTokens: tokens,
            temperature: 0.7,
            seed: seed, schema: schema)
    }

    @Test("text comes in pieces, with counts and the model's name, and the same for the same seed")
    func text() async throws {
        let server = try await ModelServer.shared()
        let asked = await Asked.chat(Self.provider(server), Self.request(server, tokens: 40))
        let answer = try #require(asked.answer, "\(String(describing: asked.error))")
        #expect(answer.finish == .length && asked.text == answer.text)
        #expect(answer.model == server.model)
        #expect(answer.usage.completion == 40 && answer.usage.prompt > 17 && !answer.usage.isEstimated)
        #expect(try #require(answer.firstToken) <= answer.latency)
        #expect(await Asked.chat(Self.provider(server), Self.request(server, tokens: 40)).text == asked.text)
    }

    @Test("every answer to a schema fits it, and one that is cut says so")
    func schema() async throws {
        let server = try await ModelServer.shared()
        var cut = 0
        for seed in 1...10 {
            for tokens in [30, 1500] {
                let request = Self.request(server, tokens: tokens, schema: Self.schema, seed: Int64(seed))
                let answer = try #require(await Asked.chat(Self.provider(server), request).answer)
                let question = try? JSONDecoder().decode(Question.self, from: Data(answer.text.utf8))
                switch answer.finish {
                case .length:
                    cut += 1
                    #expect(question == nil)
                default:
                    #expect(answer.finish == .stop)
                    #expect((0...3).contains(try #require(question).answer))
                }
            }
        }
        #expect(cut >= 5)
    }

    @Test("a bad model's answers fail as such, or come out as they are")
    func badModel() async throws {
        let server = try await ModelServer.shared(.bad)
        var failed = 0
        for seed in 1...10 {
            let request = Self.request(server, tokens: 100, schema: Self.schema, seed: Int64(seed))
            guard let error = await Asked.chat(Self.provider(server), request).error else { continue }
            failed += 1
            #expect(error.kind == .brokenAnswer && error.code == "unparsable_output", "\(error)")
            #expect(error.usage != nil)
        }
        #expect(failed > 0)
        // What it writes freely is text all the same, though most of its bytes are none.
        let free = await Asked.chat(Self.provider(server), Self.request(server, tokens: 100))
        #expect(free.answer?.text == free.text && !free.text.isEmpty, "\(String(describing: free.error))")
    }

    @Test("cancelling ends the generation at the server within a second")
    func cancel() async throws {
        let server = try await ModelServer(.endless)
        let (came, comes) = AsyncStream.makeStream(of: Void.self)
        let task = Task {
            defer { comes.finish() }
            return await Asked.chat(Self.provider(server), Self.request(server, tokens: 8000)) { _ in comes.yield() }
        }
        for await _ in came.prefix(1) {}
        #expect(try await server.active() == 1)
        let start = ContinuousClock.now
        task.cancel()
        #expect(try await eventually { try await server.active() == 0 })
        // One second at a server that has a core for itself.
        #expect(ContinuousClock.now - start < .seconds(3))
        #expect(await task.value.error?.kind == .cancelled)
    }

    @Test("vectors are of one size, the same for the same text and others for another")
    func embeddings() async throws {
        let server = try await ModelServer.shared()
        let found = try await Self.provider(server).embed(["a text", "another", "a text"], model: server.model)
        #expect(found.vectors.map(\.count) == [64, 64, 64] && found.usage.prompt > 10 && !found.usage.isEstimated)
        #expect(zip(found.vectors[0], found.vectors[2]).allSatisfy { abs($0 - $1) < 0.001 })
        #expect(zip(found.vectors[0], found.vectors[1]).contains { abs($0 - $1) > 0.01 })
    }

    @Test("what is too long is refused as that, in chats and for vectors")
    func tooLong() async throws {
        let server = try await ModelServer.shared()
        let text = String(repeating: "a", count: 9000)
        let chat = await Asked.chat(
            Self.provider(server), ChatRequest(model: server.model, messages: [ChatMessage(.user, text)]))
        #expect(chat.error?.kind == .tooLong)
        let error = await #expect(throws: ModelError.self) {
            try await Self.provider(server).embed([text], model: server.model)
        }
        #expect(error?.kind == .tooLong)
    }

    @Test("the models are listed, and a schema that is none is refused")
    func models() async throws {
        let server = try await ModelServer.shared()
        #expect(try await Self.provider(server).models() == [server.model])
        let none = OutputSchema(name: "x", schema: .object(["type": .string("nonsense")]))
        let error = await Asked.chat(Self.provider(server), Self.request(server, tokens: 10, schema: none)).error
        #expect(error?.kind == .invalidRequest)
    }
}
