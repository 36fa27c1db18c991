import ModelProviders
import ModelTestSupport
import Testing

@Suite("Errors of providers")
struct OpenAIErrorTests {
    private static func error(_ message: String, type: String = "", code: String = "null") -> String {
        #"{"error":{"message":"\#(message)","type":"\#(type)","param":null,"code":\#(code)}}"#
    }

    private static let problems: [(Int, String, ModelError.Kind, String)] = [
        (
            429, error("slow", type: "requests", code: #""rate_limit_exceeded""#), ModelError.Kind.wait(after: nil),
            "rate_limited"
        ),
        (429, "", .wait(after: nil), "rate_limited"),
        (429, error("pay", type: "insufficient_quota", code: #""insufficient_quota""#), .quota, "quota_exhausted"),
        (429, error("pay", code: #""organization_spend_limit_exceeded""#), .quota, "quota_exhausted"),
        (402, error("no credit"), .quota, "quota_exhausted"),
        (503, error("Loading model", type: "unavailable_error", code: "503"), .wait(after: nil), "provider_busy"),
        (529, "", .wait(after: nil), "provider_error"),
        (500, error("boom", type: "server_error", code: "500"), .wait(after: nil), "provider_error"),
        (502, "<html>bad gateway</html>", .wait(after: nil), "provider_error"),
        (408, "", .wait(after: nil), "provider_error"),
        (409, "", .wait(after: nil), "provider_error"),
        (400, error("x", code: #""context_length_exceeded""#), .tooLong, "too_long"),
        (
            400,
            #"{"error":{"code":400,"message":"request (9 tokens) exceeds the available context size (8 tokens)","type":"exceed_context_size_error","n_prompt_tokens":9,"n_ctx":8}}"#,
            .tooLong, "too_long"
        ),
        (
            400,
            #"{"object":"error","message":"This model's maximum context length is 4096 tokens.","type":"BadRequestError","code":400}"#,
            .tooLong, "too_long"
        ),
        (413, "", .tooLong, "too_long"),
        (400, error("x", code: #""content_filter""#), .refused, "content_filter"),
        (404, error("The model `m` does not exist", code: #""model_not_found""#), .noSuchModel, "no_such_model"),
        (404, #"{"error":"model 'm' not found"}"#, .noSuchModel, "no_such_model"),
        (404, error("File Not Found", type: "not_found_error", code: "404"), .invalidRequest, "no_such_path"),
        (401, error("bad key"), .forbidden, "unauthorized"),
        (401, #"{"detail":"Invalid API key"}"#, .forbidden, "unauthorized"),
        (403, "", .forbidden, "forbidden"),
        (400, error("nonsense"), .invalidRequest, "invalid_request"),
        (
            422, #"{"detail":[{"loc":["body","messages"],"msg":"Field required","input":{"x":"y"}}]}"#, .invalidRequest,
            "invalid_request"
        ),
        (501, error("not here", type: "not_supported_error", code: "501"), .invalidRequest, "not_supported"),
        (
            500,
            error("The model output does not match the expected peg-native format", type: "server_error", code: "500"),
            .brokenAnswer, "unparsable_output"
        ),
        (302, "", .invalidRequest, "redirected"),
    ]

    @Test("errors are told apart by status, code and words", arguments: problems)
    func kinds(_ status: Int, _ body: String, _ kind: ModelError.Kind, _ code: String) async throws {
        let server = try await ScriptedProvider()
        try await server.script(SSE.path, .init(status, body))
        let error = try #require(await Asked.chat(server.openAI()).error)
        #expect(error.kind == kind && error.code == code, "\(error)")
        // Nothing was generated, so nothing is paid.
        #expect(error.usage == nil && error.partialText.isEmpty)
        #expect(error.latency > .zero)
        #expect(try await server.requests(SSE.path).count == 1)
    }

    @Test(
        "Retry-After is seconds or a date, and believed up to a limit",
        arguments: [
            ("7", 7), ("0", 0), ("100000", 3600), ("99999999999999999999999", 3600),
            ("Sun, 06 Nov 1994 08:49:37 GMT", 0), ("Fri, 31 Dec 2199 23:59:59 GMT", 3600), ("soon", nil), ("-5", nil),
        ])
    func retryAfter(_ value: String, _ seconds: Int?) async throws {
        let server = try await ScriptedProvider()
        for status in [429, 503] {
            try await server.script(SSE.path, .init(status, "", headers: ["Retry-After": value]))
            let error = await Asked.chat(server.openAI()).error
            #expect(error?.kind == .wait(after: seconds.map { .seconds($0) }))
        }
    }

    @Test("limits that are met in the midst of an answer are told apart, too")
    func midStream() async throws {
        let server = try await ScriptedProvider()
        let problems = [
            (Self.error("pay", type: "insufficient_quota"), ModelError.Kind.quota),
            (Self.error("slow", code: #""rate_limit_exceeded""#), .wait(after: nil)),
            (Self.error("slow", code: "429"), .wait(after: nil)),
            (Self.error("boom", code: "503"), .brokenStream),
            (Self.error("x", code: #""content_filter""#), .refused),
        ]
        for (problem, kind) in problems {
            try await server.script(SSE.path, .stream(SSE.text("Oh") + SSE.event(problem)))
            let error = await Asked.chat(server.openAI()).error
            #expect(error?.kind == kind && error?.partialText == "Oh" && error?.usage?.completion == 1)
        }
    }

    @Test("what cannot be asked is not sent")
    func mistakes() async throws {
        let server = try await ScriptedProvider()
        for change: (inout ChatRequest) -> Void in [
            { $0.model = "" }, { $0.messages = [] }, { $0.temperature = .nan }, { $0.temperature = 3 },
            { $0.maxTokens = 0 },
            { $0.contextTokens = -1 },
        ] {
            var request = ChatRequest.short
            change(&request)
            #expect(await Asked.chat(server.openAI(), request).error?.kind == .invalidRequest)
            #expect(await Asked.chat(server.ollama(), request).error?.kind == .invalidRequest)
        }
        #expect(try await server.requests(SSE.path).isEmpty)
    }

    @Test("a server that is not there, and an address that is none")
    func unreachable() async throws {
        let cases = [
            ("http://127.0.0.1:1", ModelError.Kind.unreachable), ("http://nowhere.invalid", .unreachable),
            ("https://" + (try await ScriptedProvider().url.dropFirst(7)), .unreachable),
            ("nonsense\n", .invalidRequest),
        ]
        for (url, kind) in cases {
            let openAI = await Asked.chat(ModelProviders.openAI(baseURL: url, client: .shared)).error
            let ollama = await Asked.chat(ModelProviders.ollama(url: url, client: .shared)).error
            #expect(openAI?.kind == kind && openAI?.usage == nil, "\(url): \(String(describing: openAI))")
            #expect(ollama?.kind == kind && ollama?.usage == nil, "\(url): \(String(describing: ollama))")
        }
    }

    @Test("no secret and nothing of the conversation is in an error")
    func secrets() async throws {
        let key = "sk-secret-0123456789"
        let server = try await ScriptedProvider()
        let parrot = Self.error("you sent \(key) and \(key)")
        for status in [302, 400, 401, 402, 403, 404, 413, 422, 429, 500, 501, 503, 529] {
            try await server.script(SSE.path, .init(status, parrot))
            let error = try #require(await Asked.chat(server.openAI(key: key)).error)
            for text in ["\(error)", error.message, error.code, String(reflecting: error)] {
                #expect(!text.contains("secret"), "\(status): \(text)")
            }
        }
        // FastAPI repeats what it was sent.
        try await server.script(
            SSE.path, .init(422, #"{"detail":[{"loc":["body"],"msg":"bad","input":{"content":"my diary"}}]}"#))
        let error = try #require(await Asked.chat(server.openAI(key: key)).error)
        #expect(error.message.contains("bad") && !error.message.contains("diary"))
        try await server.script(SSE.path, .stream(SSE.text("my diary") + SSE.event(parrot)))
        let broken = try #require(await Asked.chat(server.openAI(key: key)).error)
        #expect(broken.partialText == "my diary")
        #expect(!"\(broken) \(String(reflecting: broken))".contains("diary"))
        #expect(!"\(broken)".contains("secret"))
        // A long one is bounded.
        try await server.script(SSE.path, .init(400, Self.error(String(repeating: "long ", count: 10_000))))
        #expect(try #require(await Asked.chat(server.openAI()).error).message.utf8.count < 500)
        let provider = server.openAI(key: key)
        #expect(!"\(provider) \(String(reflecting: provider))".contains("secret"))
        var dumped = ""
        dump(provider, to: &dumped)
        #expect(!dumped.contains("secret"))
    }
}
