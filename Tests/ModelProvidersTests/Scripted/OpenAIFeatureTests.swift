import Foundation
import ModelProviders
import ModelTestSupport
import Testing

@Suite("What servers of OpenAI's likes do not take")
struct OpenAIFeatureTests {
    private static let schema = OutputSchema(
        name: "quiz é",
        schema: .object([
            "type": .string("object"), "properties": .object(["a": .object(["type": .string("string")])]),
            "required": .array([.string("a")]), "additionalProperties": .bool(false),
        ]))
    private static var request: ChatRequest {
        var request = ChatRequest.short
        request.schema = schema
        return request
    }
    private static let unsupported = #"{"error":{"message":"'response_format' of type json_schema is not supported"}}"#

    private static func bodies(_ server: ScriptedProvider) async throws -> [[String: Any]] {
        try await server.requests(SSE.path).map {
            try #require(try JSONSerialization.jsonObject(with: Data($0.body.utf8)) as? [String: Any])
        }
    }

    private static func format(_ body: [String: Any]) -> String? {
        (body["response_format"] as? [String: Any])?["type"] as? String
    }

    @Test("a schema goes out as one, strict when each object is closed and whole")
    func schema() async throws {
        let server = try await ScriptedProvider()
        try await server.script(SSE.path, .stream(SSE.whole))
        var request = Self.request
        _ = await Asked.chat(server.openAI(), request)
        request.schema?.schema = .object(["anyOf": .array([.object(["properties": .object(["a": .object([:])])])])])
        _ = await Asked.chat(server.openAI(), request)
        request.schema?.schema = .object(["type": .string("object")])
        _ = await Asked.chat(server.openAI(), request)
        let sent = try await Self.bodies(server).map { body in
            try #require((body["response_format"] as? [String: Any])?["json_schema"] as? [String: Any])
        }
        #expect(sent.map { $0["strict"] as? Bool } == [true, false, false])
        #expect(sent[0]["name"] as? String == "quiz___")
        #expect((sent[0]["schema"] as? [String: Any])?["required"] as? [String] == ["a"])
    }

    @Test("a server without schemas gets any object and the schema in the prompt, and is asked so from then on")
    func fallBack() async throws {
        let server = try await ScriptedProvider()
        try await server.script(SSE.path, .init(400, Self.unsupported), .stream(SSE.whole))
        let provider = server.openAI()
        #expect(await Asked.chat(provider, Self.request).answer?.text == SSE.wholeText)
        #expect(await Asked.chat(provider, Self.request).answer?.text == SSE.wholeText)
        let bodies = try await Self.bodies(server)
        #expect(bodies.map(Self.format) == ["json_schema", "json_object", "json_object"])
        let messages = try #require(bodies[1]["messages"] as? [[String: String]])
        #expect(messages.count == 2 && messages[0]["content"]?.hasPrefix("Be short.\n\n") == true)
        #expect(messages[0]["content"]?.contains(#""additionalProperties":false"#) == true)
        // Another endpoint is another matter.
        let other = server.openAI()
        _ = await Asked.chat(other, Self.request)
        #expect(try await Self.format(Self.bodies(server).last ?? [:]) == "json_schema")
    }

    @Test("without objects, too, the prompt alone demands the schema")
    func promptAlone() async throws {
        let server = try await ScriptedProvider()
        try await server.script(
            SSE.path, .init(500, Self.unsupported),
            .init(422, #"{"detail":[{"loc":["body","response_format"],"msg":"Extra inputs are not permitted"}]}"#),
            .stream(SSE.whole))
        var request = Self.request
        request.messages.removeFirst()
        #expect(await Asked.chat(server.openAI(), request).answer?.text == SSE.wholeText)
        let bodies = try await Self.bodies(server)
        #expect(bodies.map(Self.format) == ["json_schema", "json_object", nil])
        #expect((bodies[2]["messages"] as? [[String: String]])?.map { $0["role"] } == ["system", "user"])
    }

    @Test("a schema that is refused itself is not held against the server")
    func badSchema() async throws {
        let server = try await ScriptedProvider()
        try await server.script(
            SSE.path,
            .init(400, #"{"error":{"message":"Invalid schema for response_format 'quiz'","param":"response_format"}}"#),
            .stream(SSE.whole))
        let provider = server.openAI()
        #expect(await Asked.chat(provider, Self.request).answer != nil)
        #expect(await Asked.chat(provider, Self.request).answer != nil)
        #expect(try await Self.bodies(server).map(Self.format) == ["json_schema", "json_object", "json_schema"])
    }

    @Test("an error that does not name the format is no reason to leave it out")
    func others() async throws {
        let server = try await ScriptedProvider()
        for (status, body) in [(400, #"{"error":"bad"}"#), (500, ""), (429, Self.unsupported), (401, Self.unsupported)]
        {
            try await server.script(SSE.path, .init(status, body))
            #expect(await Asked.chat(server.openAI(), Self.request).error != nil)
        }
        #expect(try await Self.bodies(server).count == 4)
    }

    @Test(
        "fields that a model does not take are left out, and the tokens' limit goes by its other name",
        arguments: [
            (
                #"{"message":"Unsupported parameter: 'max_tokens' is not supported","param":"max_tokens","code":"unsupported_parameter"}"#,
                "max_tokens"
            ),
            (
                #"{"message":"'temperature' does not support 0 with this model","param":"temperature","code":"unsupported_value"}"#,
                "temperature"
            ),
            (#"{"message":"stream_options: Extra inputs are not permitted"}"#, "stream_options"),
            (#"{"message":"Unknown field: seed"}"#, "seed"),
        ])
    func fields(_ problem: String, _ field: String) async throws {
        let server = try await ScriptedProvider()
        try await server.script(SSE.path, .init(400, #"{"error":\#(problem)}"#), .stream(SSE.whole))
        let provider = server.openAI()
        #expect(await Asked.chat(provider).answer?.text == SSE.wholeText)
        #expect(await Asked.chat(provider).answer?.text == SSE.wholeText)
        let bodies = try await Self.bodies(server)
        #expect(bodies.map { $0[field] != nil } == [true, false, false])
        #expect((bodies[1]["max_completion_tokens"] as? Int == 50) == (field == "max_tokens"))
    }

    @Test("a server that refuses everything is not asked for ever")
    func noEnd() async throws {
        let server = try await ScriptedProvider()
        let all = "response_format stream_options max_tokens temperature seed are not supported"
        try await server.script(SSE.path, .init(400, #"{"error":"\#(all)"}"#))
        #expect(await Asked.chat(server.openAI(), Self.request).error?.kind == .invalidRequest)
        #expect(try await Self.bodies(server).count == 7)
    }

    @Test(
        "addresses are written with and without /v1, and with prefixes of their own",
        arguments: ["", "/", "/v1", "/v1/"])
    func addresses(_ suffix: String) async throws {
        // One of its own: what has no path gets `/v1`.
        let server = try await ScriptedProvider()
        let prefix = try #require(server.url.lastIndex(of: "/"))
        try await server.scriptRoot(SSE.path, .stream(SSE.whole))
        let root = String(server.url[..<prefix])
        #expect(await Asked.chat(ModelProviders.openAI(baseURL: root + suffix, client: .shared)).answer != nil)
        try await server.script("/chat/completions", .stream(SSE.whole))
        #expect(await Asked.chat(ModelProviders.openAI(baseURL: server.url, client: .shared)).answer != nil)
        try await server.script(NDJSON.path, .stream(NDJSON.whole))
        #expect(await Asked.chat(ModelProviders.ollama(url: server.url + suffix, client: .shared)).answer != nil)
    }
}
