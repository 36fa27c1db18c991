import HTTPClient
import ModelProviders
import ModelTestSupport
import Synchronization
import Testing

@Suite("Limits of a call")
struct LimitTests {
    /// Each test shortens the limit that it is about: a busy machine must not run into another.
    private static func limits(_ change: (inout ProviderLimits) -> Void) -> ProviderLimits {
        var limits = ProviderLimits(
            connect: .seconds(30), firstByte: .seconds(30), betweenTokens: .seconds(30), total: .seconds(60))
        change(&limits)
        return limits
    }
    /// Far below what would be waited for without the limit.
    private static let soon = Duration.seconds(12)

    private static func step(_ body: String, _ repeated: String? = nil) -> ScriptedProvider.Step {
        .stream(body) { step in
            if let repeated { step.repeat = .init(repeated.utf8) } else { step.hold = true }
        }
    }

    @Test(
        "silence before the first piece ends the call, and signs of life are none",
        arguments: [
            ScriptedProvider.Step.silent, step(""), step("", ": ping\n\n"),
            step(SSE.delta(#""role":"assistant","content":"""#), ": ping\n\n"), step("", SSE.text("")),
        ])
    func firstByte(_ step: ScriptedProvider.Step) async throws {
        let limits = Self.limits { $0.firstByte = .milliseconds(700) }
        let server = try await ScriptedProvider()
        try await server.script(SSE.path, step)
        let error = try #require(await Asked.chat(server.openAI(limits: limits)).error)
        #expect(error.kind == .timedOut(.firstByte) && error.code == "timed_out_first_byte" && error.isRetryable)
        #expect(error.latency >= limits.firstByte && error.latency < Self.soon)
        #expect(error.firstToken == nil && error.usage == TokenUsage(prompt: 5, completion: 0, isEstimated: true))
        #expect(try await server.awaitClosed(SSE.path))
    }

    @Test(
        "silence between two pieces ends the call, and signs of life are none",
        arguments: [step(SSE.text("Oh")), step(SSE.text("Oh"), ": ping\n\n"), step(SSE.text("Oh"), SSE.text(""))])
    func betweenTokens(_ step: ScriptedProvider.Step) async throws {
        let limits = Self.limits { $0.betweenTokens = .milliseconds(400) }
        let server = try await ScriptedProvider()
        try await server.script(SSE.path, step)
        let asked = await Asked.chat(server.openAI(limits: limits))
        let error = try #require(asked.error)
        #expect(error.kind == .timedOut(.betweenTokens) && error.isRetryable && error.latency < Self.soon)
        #expect(error.partialText == "Oh" && asked.text == "Oh" && error.usage?.completion == 1)
        #expect(try await server.awaitClosed(SSE.path))
    }

    @Test("Ollama's silence ends the call as well")
    func ollama() async throws {
        let server = try await ScriptedProvider()
        try await server.script(NDJSON.path, Self.step(""))
        let first = Self.limits { $0.firstByte = .milliseconds(700) }
        #expect(await Asked.chat(server.ollama(limits: first)).error?.kind == .timedOut(.firstByte))
        try await server.script(NDJSON.path, Self.step(NDJSON.text("Oh")))
        let between = Self.limits { $0.betweenTokens = .milliseconds(400) }
        #expect(await Asked.chat(server.ollama(limits: between)).error?.kind == .timedOut(.betweenTokens))
    }

    @Test("pieces without end are ended by the limit of the whole, which is not tried again")
    func total() async throws {
        let server = try await ScriptedProvider()
        try await server.script(SSE.path, Self.step("", SSE.text("Oh")))
        let limits = Self.limits { $0.total = .seconds(3) }
        let error = try #require(await Asked.chat(server.openAI(limits: limits)).error)
        #expect(error.kind == .timedOut(.total) && !error.isRetryable && error.latency < Self.soon)
        #expect(error.partialText.hasPrefix("OhOh"))
        #expect(try await server.awaitClosed(SSE.path))
    }

    @Test("an answer without end is too large")
    func size() async throws {
        let server = try await ScriptedProvider()
        try await server.script(SSE.path, .stream(String(repeating: SSE.text("Oh"), count: 1000)))
        let limits = Self.limits { $0.answerBytes = 20_000 }
        let error = try #require(await Asked.chat(server.openAI(limits: limits)).error)
        #expect(error.kind == .brokenAnswer && error.code == "answer_too_large")
        #expect(try await server.awaitClosed(SSE.path))
    }

    @Test("while a piece is handed over, the other side is not waited for")
    func slowReader() async throws {
        let server = try await ScriptedProvider()
        try await server.script(SSE.path, Self.step("", SSE.text("Oh")))
        let limits = Self.limits { limits in
            limits.betweenTokens = .seconds(1)
            limits.total = .seconds(6)
        }
        let isFirst = Atomic(true)
        let asked = await Asked.chat(server.openAI(limits: limits)) { _ in
            // Longer than between two tokens, and than it takes to see that.
            if isFirst.exchange(false, ordering: .relaxed) { try await Task.sleep(for: .seconds(3)) }
        }
        #expect(asked.error?.kind == .timedOut(.total), "\(String(describing: asked.error))")
        #expect(asked.pieces.count > 1)
    }

    @Test("an answer that is whole is not held up by a connection that stays, nor lost by it")
    func ending() async throws {
        let server = try await ScriptedProvider()
        for end in [SSE.delta("", finish: "stop"), SSE.delta("", finish: "stop") + SSE.usage(5, 1) + SSE.done] {
            try await server.script(SSE.path, Self.step(SSE.text("Oh") + end))
            let answer = try #require(await Asked.chat(server.openAI()).answer)
            #expect(answer.text == "Oh" && answer.latency < Self.soon)
        }
    }

    @Test("a connection serves one call after the other")
    func keptConnection() async throws {
        let server = try await ScriptedProvider()
        // Its end comes apart from the answer's.
        try await server.script(SSE.path, .stream(SSE.whole) { $0.pause = 100 })
        let client = WebClient(HTTPClientConfiguration(usesProxies: false))
        let provider = ModelProviders.openAI(baseURL: server.url + "/v1", client: client)
        for _ in 1...3 { #expect(await Asked.chat(provider).answer?.text == SSE.wholeText) }
        #expect(Set(try await server.requests(SSE.path).map(\.connection)).count == 1)
    }

    @Test("cancelling the task closes the connection, before and after the first piece")
    func cancel() async throws {
        for step in [ScriptedProvider.Step.silent, Self.step(SSE.text("Oh"))] {
            let server = try await ScriptedProvider()
            try await server.script(SSE.path, step)
            let provider = server.openAI()
            let (came, comes) = AsyncStream.makeStream(of: Void.self)
            let task = Task {
                defer { comes.finish() }
                return await Asked.chat(provider) { _ in comes.yield() }
            }
            if step.silent {
                while try await server.requests(SSE.path).isEmpty { try await Task.sleep(for: .milliseconds(10)) }
            } else {
                for await _ in came.prefix(1) {}
            }
            task.cancel()
            let error = try #require(await task.value.error)
            #expect(error.kind == .cancelled && !error.isRetryable && error.usage?.isEstimated == true)
            #expect(try await server.awaitClosed(SSE.path))
        }
    }

    @Test("what the text is handed to may end the call, which closes the connection")
    func refusedText() async throws {
        struct Full: Error {}
        let server = try await ScriptedProvider()
        try await server.script(SSE.path, Self.step(SSE.text("Oh")))
        let error = try #require(await Asked.chat(server.openAI()) { _ in throw Full() }.error)
        #expect(error.kind == .cancelled && error.partialText == "Oh")
        #expect(try await server.awaitClosed(SSE.path))
    }
}
