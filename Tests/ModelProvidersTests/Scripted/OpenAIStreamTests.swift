import Foundation
import ModelProviders
import ModelTestSupport
import Testing

@Suite("Streams of OpenAI's API")
struct OpenAIStreamTests {
    @Test("text, model, counts and times are those of the stream")
    func whole() async throws {
        let server = try await ScriptedProvider()
        try await server.script(SSE.path, .stream(SSE.whole))
        let asked = await Asked.chat(server.openAI(key: "k"))
        let answer = try #require(asked.answer)
        #expect(answer.text == SSE.wholeText && asked.text == SSE.wholeText)
        #expect(answer.model == "real" && answer.finish == .stop)
        #expect(answer.usage == TokenUsage(prompt: 20, cached: 8, completion: 4, isEstimated: false))
        let first = try #require(answer.firstToken)
        #expect(first > .zero && first <= answer.latency)
        let request = try #require(try await server.requests(SSE.path).first)
        #expect(request.headers["authorization"] == "Bearer k")
        let body = try #require(try JSONSerialization.jsonObject(with: Data(request.body.utf8)) as? [String: Any])
        #expect(body["stream"] as? Bool == true && body["max_tokens"] as? Int == 50 && body["seed"] as? Int == 1)
        #expect((body["stream_options"] as? [String: Any])?["include_usage"] as? Bool == true)
        #expect((body["messages"] as? [[String: String]])?.last == ["role": "user", "content": "Hello?"])
    }

    @Test("the same stream in pieces of any size has the same text", arguments: [1, 2, 3, 7, 64])
    func pieces(_ size: Int) async throws {
        let server = try await ScriptedProvider()
        try await server.script(SSE.path, .stream(SSE.whole) { $0.size = size })
        let asked = await Asked.chat(server.openAI())
        #expect(asked.answer?.text == SSE.wholeText && asked.text == SSE.wholeText)
        #expect(asked.answer?.usage.completion == 4)
    }

    @Test("a stream that is cut is an error before its finish and whole after it, at every byte")
    func cuts() async throws {
        let bytes = Array(SSE.whole.utf8)
        let finish = try #require(SSE.whole.range(of: #""finish_reason":"stop"}]}"#)).upperBound
        for (framing, step) in [(ScriptedProvider.Framing.chunked, 1), (.close, 5)] {
            // Where a connection may end at any byte, an event need not be followed by its empty line.
            let complete = SSE.whole[..<finish].utf8.count + (framing == .chunked ? 2 : 0)
            try await withThrowingTaskGroup(of: Void.self) { group in
                for cut in stride(from: 0, to: bytes.count, by: step) {
                    if cut >= 16 * step { try await group.next() }
                    group.addTask {
                        let server = try await ScriptedProvider()
                        try await server.script(SSE.path, .stream(SSE.whole, framing: framing) { $0.cut = cut })
                        let asked = await Asked.chat(server.openAI())
                        if cut >= complete {
                            #expect(asked.answer?.text == SSE.wholeText, "\(framing) cut at \(cut)")
                            #expect(asked.answer?.finish == .stop)
                        } else {
                            #expect(asked.error?.kind == .brokenStream, "\(framing) cut at \(cut)")
                            #expect(asked.error?.isRetryable == true)
                            #expect(asked.error?.partialText == asked.text && SSE.wholeText.hasPrefix(asked.text))
                            #expect(asked.error?.usage?.isEstimated == true)
                        }
                    }
                }
                try await group.waitForAll()
            }
        }
    }

    private static let differences: [(String, String, Int, Int, Bool)] = [
        // No [DONE]; no usage, which is estimated then: 15 bytes of prompt, 2 of text.
        (SSE.text("Oh") + SSE.delta("", finish: "stop"), "Oh", 5, 1, true),
        // [DONE] without usage.
        (SSE.text("Oh") + SSE.delta("", finish: "stop") + SSE.done, "Oh", 5, 1, true),
        // Usage on the chunk of the finish.
        (
            SSE.text("Oh")
                + SSE.event(
                    #"{"choices":[{"index":0,"delta":{},"finish_reason":"stop"}],"#
                        + #""usage":{"prompt_tokens":9,"completion_tokens":2}}"#) + SSE.done, "Oh", 9, 2, false
        ),
        // Usage that is null on all chunks but the last.
        (
            SSE.event(#"{"choices":[{"index":0,"delta":{"content":"Oh"},"finish_reason":null}],"usage":null}"#)
                + SSE.delta("", finish: "stop") + SSE.usage(9, 2) + SSE.done, "Oh", 9, 2, false
        ),
        // Comments, CRLF, events of several lines of data.
        (
            ": ping\r\n\r\ndata: {\"choices\":[{\"delta\":\r\ndata: {\"content\":\"Oh\"}}]}\r\n\r\n"
                + SSE.delta("", finish: "stop") + SSE.usage(9, 2), "Oh", 9, 2, false
        ),
        // Other choices are not ours.
        (
            SSE.event(#"{"choices":[{"index":1,"delta":{"content":"No"}}]}"#) + SSE.text("Oh")
                + SSE.delta("", finish: "stop") + SSE.usage(9, 2), "Oh", 9, 2, false
        ),
        // Thinking is no text, and estimated with it.
        (
            SSE.delta(#""reasoning_content":"hmm""#) + SSE.delta(#""reasoning":"hmm""#) + SSE.text("Oh")
                + SSE.delta("", finish: "stop"), "Oh", 5, 3, true
        ),
        (SSE.text("<think>hmm") + SSE.text("</think>Oh") + SSE.delta("", finish: "stop"), "Oh", 5, 7, true),
        // Content in parts.
        (
            SSE.delta(#""content":[{"type":"thinking","text":"hmm"},{"type":"text","text":"Oh"}]"#)
                + SSE.delta("", finish: "stop") + SSE.usage(9, 2), "Oh", 9, 2, false
        ),
        // Counts that cannot be.
        (SSE.text("Oh") + SSE.delta("", finish: "stop") + SSE.usage(-4, 99_999_999_999), "Oh", 5, 1, true),
        // Nothing, said to be the answer.
        (SSE.delta("", finish: "stop") + SSE.usage(9, 0) + SSE.done, "", 9, 0, false),
    ]

    @Test("what servers do differently", arguments: differences)
    func oddities(_ body: String, _ text: String, _ prompt: Int, _ completion: Int, _ isEstimated: Bool) async throws {
        let server = try await ScriptedProvider()
        try await server.script(SSE.path, .stream(body))
        let asked = await Asked.chat(server.openAI())
        let answer = try #require(asked.answer, "\(String(describing: asked.error))")
        #expect(answer.text == text && asked.text == text)
        #expect(answer.finish == .stop)
        #expect(answer.usage == TokenUsage(prompt: prompt, completion: completion, isEstimated: isEstimated))
    }

    private static let ends: [(String, ChatAnswer.Finish)] = [
        (SSE.delta("", finish: "length"), ChatAnswer.Finish.length),
        (SSE.delta("", finish: "content_filter"), .refused("content_filter")),
        (SSE.delta(#""refusal":"I will not.""#) + SSE.delta("", finish: "stop"), .refused("I will not.")),
        (SSE.delta("", finish: "tool_calls"), .other("tool_calls")),
        (SSE.done, .other("unstated")),
    ]

    @Test("how an answer ends is told apart", arguments: ends)
    func finishes(_ end: String, _ finish: ChatAnswer.Finish) async throws {
        let server = try await ScriptedProvider()
        try await server.script(SSE.path, .stream(SSE.text("Oh") + end))
        #expect(await Asked.chat(server.openAI()).answer?.finish == finish)
    }

    @Test("an answer in one piece of JSON is read, too")
    func onePiece() async throws {
        let server = try await ScriptedProvider()
        let body =
            #"{"model":"real","choices":[{"index":0,"message":{"content":"Oh"},"finish_reason":"stop"}],"#
            + #""usage":{"prompt_tokens":9,"completion_tokens":2}}"#
        try await server.script(SSE.path, .init(200, body, headers: ["Content-Type": "application/json"]))
        let answer = try #require(await Asked.chat(server.openAI()).answer)
        #expect(answer.text == "Oh" && answer.usage.prompt == 9)
    }

    @Test(
        "what is no answer breaks the stream, and what came before it is kept",
        arguments: [
            (SSE.text("Oh") + SSE.event("{"), "unreadable_chunk"),
            (SSE.text("Oh") + SSE.event("[1]"), "unreadable_chunk"),
            (
                SSE.text("Oh") + SSE.event(#"{"error":{"message":"CUDA","type":"server_error","code":500}}"#),
                "provider_error"
            ),
            (SSE.text("Oh") + SSE.event(#"{"error":"it broke"}"#), "provider_error"),
            (SSE.text("Oh"), "incomplete_answer"),
        ])
    func broken(_ body: String, _ code: String) async throws {
        let server = try await ScriptedProvider()
        try await server.script(SSE.path, .stream(body))
        let asked = await Asked.chat(server.openAI())
        let error = try #require(asked.error)
        #expect(error.kind == .brokenStream && error.code == code && error.isRetryable)
        #expect(error.partialText == "Oh" && asked.text == "Oh" && error.firstToken != nil)
        #expect(error.usage == TokenUsage(prompt: 5, completion: 1, isEstimated: true))
    }

    @Test("nothing at all is no answer", arguments: ["", SSE.done, ": ping\n\n", "<html>hello</html>"])
    func nothing(_ body: String) async throws {
        let server = try await ScriptedProvider()
        try await server.script(SSE.path, .stream(body))
        let error = try #require(await Asked.chat(server.openAI()).error)
        #expect(error.kind == .brokenStream && error.code == "incomplete_answer")
    }

    @Test("an answer whose counts fall far below what was sent says that the prompt was cut")
    func truncation() async throws {
        let server = try await ScriptedProvider()
        let long = ChatRequest(model: "m", messages: [ChatMessage(.user, String(repeating: "word ", count: 4000))])
        for (counted, isTruncated) in [(2048, true), (4000, false)] {
            try await server.script(
                SSE.path, .stream(SSE.text("Oh") + SSE.delta("", finish: "stop") + SSE.usage(counted, 1)))
            #expect(await Asked.chat(server.openAI(), long).answer?.isPromptTruncated == isTruncated)
        }
    }
}
