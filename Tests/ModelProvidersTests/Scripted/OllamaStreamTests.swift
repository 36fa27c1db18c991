import Foundation
import ModelProviders
import ModelTestSupport
import Testing

@Suite("Streams of Ollama's API")
struct OllamaStreamTests {
    @Test("text, model and counts are those of the stream; context, seed, schema and the ban on cutting go out")
    func whole() async throws {
        let server = try await ScriptedProvider()
        try await server.script(NDJSON.path, .stream(NDJSON.whole))
        var request = ChatRequest.short
        request.contextTokens = 2048
        request.schema = OutputSchema(name: "x", schema: .object(["type": .string("object")]))
        let asked = await Asked.chat(server.ollama(), request)
        let answer = try #require(asked.answer)
        #expect(answer.text == NDJSON.wholeText && asked.text == NDJSON.wholeText)
        #expect(answer.model == "real" && answer.finish == .stop)
        #expect(answer.usage == TokenUsage(prompt: 20, completion: 4, isEstimated: false))
        let sent = try #require(try await server.requests(NDJSON.path).first).body
        let body = try #require(try JSONSerialization.jsonObject(with: Data(sent.utf8)) as? [String: Any])
        #expect(body["truncate"] as? Bool == false && body["stream"] as? Bool == true)
        #expect(body["format"] as? [String: String] == ["type": "object"])
        #expect(body["options"] as? [String: Int] == ["temperature": 0, "num_ctx": 2048, "num_predict": 50, "seed": 1])
    }

    @Test("a stream that is cut is an error before its last line and whole after it, at every byte")
    func cuts() async throws {
        let bytes = Array(NDJSON.whole.utf8)
        for (framing, complete) in [(ScriptedProvider.Framing.chunked, bytes.count), (.close, bytes.count - 1)] {
            try await withThrowingTaskGroup(of: Void.self) { group in
                for cut in 0..<bytes.count {
                    if cut >= 16 { try await group.next() }
                    group.addTask {
                        let server = try await ScriptedProvider()
                        try await server.script(NDJSON.path, .stream(NDJSON.whole, framing: framing) { $0.cut = cut })
                        let asked = await Asked.chat(server.ollama())
                        if cut >= complete {
                            #expect(asked.answer?.text == NDJSON.wholeText, "\(framing) cut at \(cut)")
                        } else {
                            #expect(asked.error?.kind == .brokenStream, "\(framing) cut at \(cut)")
                            #expect(asked.error?.partialText == asked.text && NDJSON.wholeText.hasPrefix(asked.text))
                        }
                    }
                }
                try await group.waitForAll()
            }
        }
    }

    @Test("the same stream in pieces of any size has the same text", arguments: [1, 2, 3, 7, 64])
    func pieces(_ size: Int) async throws {
        let server = try await ScriptedProvider()
        try await server.script(NDJSON.path, .stream(NDJSON.whole) { $0.size = size })
        #expect(await Asked.chat(server.ollama()).answer?.text == NDJSON.wholeText)
    }

    @Test("counts that are zero are left out there, and estimated")
    func counts() async throws {
        let server = try await ScriptedProvider()
        try await server.script(NDJSON.path, .stream(NDJSON.text("Oh") + NDJSON.done(#","done_reason":"length""#)))
        let answer = try #require(await Asked.chat(server.ollama()).answer)
        #expect(answer.finish == .length && answer.usage == TokenUsage(prompt: 5, completion: 1, isEstimated: true))
    }

    @Test("thinking is no text")
    func thinking() async throws {
        let server = try await ScriptedProvider()
        let thought = #"{"message":{"role":"assistant","content":"","thinking":"hmm hmm"},"done":false}"# + "\r\n\r\n"
        try await server.script(NDJSON.path, .stream(thought + NDJSON.text("Oh") + NDJSON.done()))
        let asked = await Asked.chat(server.ollama())
        #expect(asked.answer?.text == "Oh" && asked.pieces.joined() == "Oh")
    }

    private static let problems: [(Int, String, ModelError.Kind, String)] = [
        (
            200, NDJSON.text("Oh") + #"{"error":"an error was encountered while running the model"}"#,
            ModelError.Kind.brokenStream, "provider_error"
        ),
        (200, NDJSON.text("Oh"), .brokenStream, "incomplete_answer"),
        (200, NDJSON.text("Oh") + "{\n", .brokenStream, "unreadable_chunk"),
        (404, #"{"error":"model 'm' not found"}"#, .noSuchModel, "no_such_model"),
        (400, #"{"error":"the input length exceeds the context length"}"#, .tooLong, "too_long"),
        (
            503, #"{"error":"server busy, please try again.  maximum pending requests exceeded"}"#, .wait(after: nil),
            "provider_busy"
        ),
        (400, #"{"error":"\"m\" does not support chat"}"#, .invalidRequest, "invalid_request"),
    ]

    @Test("errors are told apart", arguments: problems)
    func errors(_ status: Int, _ body: String, _ kind: ModelError.Kind, _ code: String) async throws {
        let server = try await ScriptedProvider()
        try await server.script(NDJSON.path, .init(status, body))
        let error = try #require(await Asked.chat(server.ollama()).error)
        #expect(error.kind == kind && error.code == code, "\(error)")
        #expect(error.partialText == (status == 200 ? "Oh" : ""))
    }
}
