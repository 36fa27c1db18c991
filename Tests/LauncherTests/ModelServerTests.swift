import Foundation
import HTTPClient
import Operations
import Reactor
import Synchronization
import Testing

@testable import Launcher

@Suite(
    "The server of the local models, with its real weights", .serialized, .timeLimit(.minutes(3)),
    .enabled(if: DemoFleet.modelEnvironment != nil, "the models were not fetched"))
final class ModelServerTests {
    private let loop = EventLoop(name: "model test")
    private let models: LocalModels
    private let said = Words()
    private let client = WebClient(HTTPClientConfiguration(usesProxies: false))

    init() throws {
        let home = ProcessHome(
            user: nil, path: DemoFleet.projectRoot + "/.flotilla-test", executables: "", scripts: DemoFleet.scripts,
            environment: [:])
        let ports = PortPicker()
        models = LocalModels(home: home, port: try ports.pick(), embeddingPort: try ports.pick(), loop: loop)
    }

    deinit { loop.stop() }

    private func serve() async throws -> ManagedProcess {
        let log = LogMultiplexer(width: 6, isColoured: false) { [said] data in
            said.text.withLock { $0 += String(decoding: data, as: UTF8.self) }
        }
        let process = ManagedProcess(
            "models", on: loop, log: log, readyMarker: LocalModels.readyMarker,
            makeCommand: { [models] in try await models.prepare() })
        await process.start()
        try #require(await process.waitUntilReady(within: .seconds(60)), "\(said.text.withLock { $0 })")
        return process
    }

    /// Within two seconds by itself: what has to be killed leaves a line.
    private func stop(_ process: ManagedProcess) async throws {
        let server = try #require(await process.pid.flatMap { ProcessIdentity(of: $0) })
        await process.stop(LocalModels.stopSteps)
        #expect(!server.isAlive && said.text.withLock { $0 } == "")
    }

    private var embeddings: String {
        models.environment(hasEmbeddings: false)["AI_EMBEDDING_URL"] ?? ""
    }

    private func request(_ url: String, _ body: String? = nil) -> HTTPClientRequest {
        HTTPClientRequest(
            method: body == nil ? "GET" : "POST", url: url,
            headers: ["Content-Type": "application/json", "Origin": "https://elsewhere.example"],
            body: Array((body ?? "").utf8), limits: HTTPClientLimits(total: .seconds(60)))
    }

    private func call(_ url: String, _ body: String? = nil) async throws -> (
        status: Int, text: String, headers: HTTPClientHeaders
    ) {
        let answer = try await client.send(request(url, body))
        return (answer.status, String(decoding: answer.body, as: UTF8.self), answer.headers)
    }

    private func vectors(_ body: String) async throws -> [[Double]] {
        let answer = try await call(embeddings + "/embeddings", body)
        try #require(answer.status == 200, "\(answer.text)")
        let value = try JSONDecoder().decode(JSONValue.self, from: Data(answer.text.utf8))
        #expect(
            value["model"]?.string == LocalModels.embeddingModel && (value["usage"]?["prompt_tokens"]?.integer ?? 0) > 0
        )
        return (value["data"]?.items ?? []).map { item in
            (item["embedding"]?.items ?? []).compactMap { if case .number(let number) = $0 { number } else { nil } }
        }
    }

    @Test(
        "an answer is streamed, with what it used and who wrote it; no page of another origin may read it; ended in the middle of one"
    )
    func chat() async throws {
        let process = try await serve()
        let answer = try await call(
            models.url + "/chat/completions",
            """
            {"model": "smollm2-135m", "stream": true, "stream_options": {"include_usage": true}, "max_tokens": 12,
             "messages": [{"role": "user", "content": "Name a colour."}]}
            """)
        let events = answer.text.split(separator: "\n").filter { $0.hasPrefix("data: ") }.map {
            String($0.dropFirst(6))
        }
        let chunks = try events.dropLast().map { try JSONDecoder().decode(JSONValue.self, from: Data($0.utf8)) }
        #expect(events.last == "[DONE]" && chunks.count > 3)
        #expect(chunks.allSatisfy { $0["model"]?.string == LocalModels.model })
        let texts = chunks.compactMap { $0["choices"]?.items.first?["delta"]?["content"]?.string }
        #expect(!texts.joined().isEmpty)
        #expect(chunks.last?["usage"]?["completion_tokens"]?.integer.map { (1...12).contains($0) } == true)
        #expect(["", nil].contains(answer.headers["Access-Control-Allow-Origin"]))
        #expect(try await call(models.url.replacing("/v1", with: "/slots")).status == 501)
        #expect(try await call(models.url.replacing("/v1", with: "/")).status == 404)

        let story = request(
            models.url + "/chat/completions",
            #"{"stream": true, "messages": [{"role": "user", "content": "Tell a very long story."}]}"#)
        let stream = Task { [client] in try? await client.send(story) }
        // Its first tokens are under way when another answer is there.
        _ = try await call(
            models.url + "/chat/completions", #"{"max_tokens": 2, "messages": [{"role": "user", "content": "Go."}]}"#)
        try await stop(process)
        _ = await stream.value
    }

    @Test("a French question is nearest to the passage that answers it; health is answered meanwhile")
    func ranks() async throws {
        let process = try await serve()
        let found = try await vectors(
            """
            {"model": "multilingual-e5-small-q4", "input": ["query: Où se passe la photosynthèse ?",
             "passage: La photosynthèse a lieu dans les chloroplastes des feuilles.",
             "passage: Louis XIV fit bâtir le château de Versailles.",
             "La photosynthèse a lieu dans les chloroplastes des feuilles."]}
            """)
        try #require(found.count == 4 && found.allSatisfy { $0.count == 384 })
        func product(_ left: [Double], _ right: [Double]) -> Double { zip(left, right).reduce(0) { $0 + $1.0 * $1.1 } }
        #expect(found.allSatisfy { abs(product($0, $0) - 1) < 0.001 })
        #expect(product(found[0], found[1]) > product(found[0], found[2]) + 0.03)
        #expect(found[3] == found[1], "without a prefix a text is a passage")

        let long = String(repeating: "un texte assez long pour la classe. ", count: 30)
        let batch = request(
            embeddings + "/embeddings",
            "{\"input\": [\(Array(repeating: "\"\(long)\"", count: 64).joined(separator: ","))]}")
        let work = Task { [client] in try? await client.send(batch) }
        let asked = ContinuousClock.now
        for _ in 0..<5 { #expect(try await call(embeddings.replacing("/v1", with: "/health")).status == 200) }
        #expect(ContinuousClock.now - asked < .seconds(5))
        try await stop(process)
        _ = await work.value
    }

    @Test("a text that cannot be embedded is refused with its number and what is wrong")
    func refusals() async throws {
        let process = try await serve()
        let long = String(repeating: "mot ", count: 600)
        let refused: [(input: String, status: Int, word: String)] = [
            (#""""#, 400, "input[0] is empty"), (#"["a", " \n"]"#, 400, "input[1] is empty"),
            (#"["query: "]"#, 400, "input[0] is empty"), (#""a\u0000b""#, 400, "NUL"),
            (#"["a", "\ud800"]"#, 400, "input[1] holds half of a surrogate pair"), ("[]", 400, "1 to 256 texts"),
            ("[1]", 400, "input[0] is no text"), ("\"\(long)\"", 400, "the model takes 512"), ("[", 400, "no JSON"),
            (#""a", "model": "gpt""#, 404, "multilingual-e5-small-q4 alone"), (#""a", "dimensions": 12"#, 400, "384"),
        ]
        for (input, status, word) in refused {
            let answer = try await call(embeddings + "/embeddings", "{\"input\": \(input)}")
            #expect(answer.status == status && answer.text.contains(word), "\(input.prefix(20)): \(answer.text)")
        }
        #expect(try await vectors(#"{"input": "\#(String(repeating: "mot ", count: 400))"}"#).count == 1)
        try await stop(process)
    }
}

/// What a process wrote beside its first line.
private final class Words: Sendable {
    let text = Mutex("")
}
