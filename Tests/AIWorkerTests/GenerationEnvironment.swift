import FleetTestSupport
import Foundation
import Glibc
import ModelTestSupport
import Postgres
import Synchronization
import TestSupport

/// An API, an enqueuer and a worker that asks a model.
final class GenerationFleet: Sendable {
    let fleet: Fleet
    private let server: [String: String]
    private let worker: Mutex<FleetProcess?> = Mutex(nil)

    /// - Parameter server: the settings of the model server.
    init(_ server: [String: String]) async throws {
        self.server = server
        fleet = try await Fleet.start(
            .init(environment: server.merging(["FLOTILLA_BENCH": "1", "LEASE": "3s"]) { first, _ in first }))
        try await fleet.startAPI()
        _ = try await fleet.start("enqueuer")
        try await startWorker()
    }

    func startWorker() async throws {
        let process = try await fleet.startWorker("AIWorker")
        worker.withLock { $0 = process }
    }

    /// Kills the worker with -9, supervisor and executors.
    func killWorker() async {
        guard let process = worker.withLock({ $0 }) else { return }
        let children = process.children
        await process.kill()
        for child in children { Foundation.kill(pid_t(child), SIGKILL) }
    }

    /// Asks for a generation and waits for its end.
    func generation(
        _ type: String, _ input: [String: JSON], _ more: [String: JSON] = [:], as caller: Caller
    ) async throws -> JSON {
        try await ended(try await accepted(type, input, more, as: caller)["id"].string ?? "", as: caller)
    }

    func accepted(
        _ type: String, _ input: [String: JSON], _ more: [String: JSON] = [:], as caller: Caller
    ) async throws -> Answer {
        let body: [String: JSON] = ["type": .string(type), "input": .object(input)]
        let answer = try await caller.post("/generations", .object(body.merging(more) { $1 }))
        guard answer.status == 202 else { throw Unexpected(answer) }
        return answer
    }

    /// Asks for learning paths of one step, all at once.
    /// - Returns: their ids.
    func paths(_ count: Int, as caller: Caller) async throws -> [String] {
        try await withThrowingTaskGroup(of: String.self) { group in
            for number in 0..<count {
                group.addTask {
                    try await self.accepted(
                        "learning_path",
                        ["subject": "Bridges", "level": "x", "goals": ["y"], "steps": 1, "language": "en"],
                        ["seed": .number(Double(number))], as: caller)["id"].string ?? ""
                }
            }
            return try await group.reduce(into: []) { $0.append($1) }
        }
    }

    func ended(_ id: String, as caller: Caller) async throws -> JSON {
        var generation = JSON.null
        let isOver = try await eventually(within: .seconds(Settings.isFull ? 600 : 180)) {
            generation = try await caller.get("/generations/\(id)").json
            return !["queued", "running"].contains(generation["status"].string ?? "queued")
        }
        guard isOver else { throw Unexpected("the generation is not over: \(generation)") }
        return generation
    }

    /// A document of this text, once it is prepared.
    func document(_ text: String, as caller: Caller) async throws -> JSON {
        let accepted = try await caller.post(
            "/documents", ["title": "A course", "content_type": "text/plain", "text": .string(text), "language": "en"])
        guard accepted.status == 202, let id = accepted["id"].string else { throw Unexpected(accepted) }
        var document = JSON.null
        let isOver = try await eventually(within: .seconds(180)) {
            document = try await caller.get("/documents/\(id)").json
            return document["status"] != "preparing"
        }
        guard isOver else { throw Unexpected("the document is not prepared: \(document)") }
        return document
    }

    /// Requests to models of a tenant.
    func calls(of tenant: Tenant, _ operation: String) async throws -> Int {
        try await fleet.count(
            """
            select count(*) from flotilla.model_calls
            where tenant = \(UUID(uuidString: tenant.id)) and operation = \(operation)
            """)
    }

    func stop() async { await fleet.stop() }
}

/// With a real server and a model of random weights: its protocol is real, its content is nonsense.
final class ModelEnvironment: Environment {
    @TaskLocal private static var value: ModelEnvironment?
    static var slot: TaskLocal<ModelEnvironment?> { $value }

    let parts: GenerationFleet
    var fleet: Fleet { parts.fleet }

    private init(_ parts: GenerationFleet) { self.parts = parts }

    static func start() async throws -> ModelEnvironment {
        let server = try await ModelServer.shared(.good)
        return ModelEnvironment(
            try await GenerationFleet([
                "OPENAI_BASE_URL": server.baseURL, "AI_MODEL": server.model, "AI_EMBEDDING_MODEL": server.model,
                "AI_MAX_TOKENS": "3500", "AI_CONTEXT_TOKENS": "8192", "FLOTILLA_MAX_DOCUMENTS_PER_TENANT": "3",
                "FLOTILLA_MAX_DOCUMENT_BYTES_PER_TENANT": "20MiB",
            ]))
    }

    func stop() async { await parts.stop() }
}

/// With a model that mostly fails where it is to keep to a form.
final class BadModelEnvironment: Environment {
    @TaskLocal private static var value: BadModelEnvironment?
    static var slot: TaskLocal<BadModelEnvironment?> { $value }

    let parts: GenerationFleet
    var fleet: Fleet { parts.fleet }

    private init(_ parts: GenerationFleet) { self.parts = parts }

    static func start() async throws -> BadModelEnvironment {
        let server = try await ModelServer.shared(.bad)
        return BadModelEnvironment(
            try await GenerationFleet([
                "OPENAI_BASE_URL": server.baseURL, "AI_MODEL": server.model, "AI_MAX_TOKENS": "400",
            ]))
    }

    func stop() async { await parts.stop() }
}

/// With a model that writes until it is stopped.
final class EndlessEnvironment: Environment {
    @TaskLocal private static var value: EndlessEnvironment?
    static var slot: TaskLocal<EndlessEnvironment?> { $value }

    let parts: GenerationFleet
    var fleet: Fleet { parts.fleet }

    private init(_ parts: GenerationFleet) { self.parts = parts }

    static func start() async throws -> EndlessEnvironment {
        let server = try await ModelServer.shared(.endless)
        return EndlessEnvironment(
            try await GenerationFleet([
                "OPENAI_BASE_URL": server.baseURL, "AI_MODEL": server.model, "AI_MAX_TOKENS": "8000",
            ]))
    }

    func stop() async { await parts.stop() }
}

/// With a provider whose answers are scripted.
final class ScriptedEnvironment: Environment {
    @TaskLocal private static var value: ScriptedEnvironment?
    static var slot: TaskLocal<ScriptedEnvironment?> { $value }

    let parts: GenerationFleet
    let provider: ScriptedProvider
    var fleet: Fleet { parts.fleet }

    private init(_ parts: GenerationFleet, _ provider: ScriptedProvider) {
        self.parts = parts
        self.provider = provider
    }

    static func start() async throws -> ScriptedEnvironment {
        let provider = try await ScriptedProvider()
        return ScriptedEnvironment(
            try await GenerationFleet(["OPENAI_BASE_URL": provider.url + "/v1", "AI_MODEL": "scripted"]), provider)
    }

    static let path = "/v1/chat/completions"

    /// The provider's next answers to chats; the last one stays.
    /// - Returns: how many requests there were before.
    func script(_ steps: [ScriptedProvider.Step]) async throws -> Int {
        try await provider.script(Self.path, steps)
        return try await provider.requests(Self.path).count
    }

    /// An answer of this text, in two pieces.
    static func answer(_ text: String, finish: String = "stop", prompt: Int = 100, completion: Int = 20)
        -> ScriptedProvider.Step
    {
        let middle = text.index(text.startIndex, offsetBy: text.count / 2)
        let pieces = [text[..<middle], text[middle...]].map { piece in
            #"{"model":"scripted-1","choices":[{"index":0,"delta":{"content":\#(quoted(piece))},"finish_reason":null}]}"#
        }
        let end = #"{"model":"scripted-1","choices":[{"index":0,"delta":{},"finish_reason":"\#(finish)"}]}"#
        let usage = """
            {"model":"scripted-1","choices":[],"usage":{"prompt_tokens":\(prompt),"completion_tokens":\(completion)}}
            """
        return .stream((pieces + [end, usage, "[DONE]"]).map { "data: \($0)\n\n" }.joined())
    }

    private static func quoted(_ text: Substring) -> String {
        (try? JSONEncoder().encode(String(text))).map { String(decoding: $0, as: UTF8.self) } ?? "null"
    }

    func stop() async { await parts.stop() }
}
