import Foundation
import HTTPClient
import ModelProviders
import ModelTestSupport
import Synchronization

/// What came of one call, and the text that was handed over meanwhile.
struct Asked {
    let result: Result<ChatAnswer, ModelError>
    let pieces: [String]

    var text: String { pieces.joined() }
    var answer: ChatAnswer? { try? result.get() }
    var error: ModelError? { if case .failure(let error) = result { error } else { nil } }

    static func chat(
        _ provider: any ModelProvider, _ request: ChatRequest = .short,
        onText: @Sendable (String) async throws -> Void = { _ in }
    ) async -> Asked {
        let pieces = Mutex<[String]>([])
        do throws(ModelError) {
            let answer = try await provider.chat(request) { text in
                pieces.withLock { $0.append(text) }
                try await onText(text)
            }
            return Asked(result: .success(answer), pieces: pieces.withLock { $0 })
        } catch {
            return Asked(result: .failure(error), pieces: pieces.withLock { $0 })
        }
    }
}

extension ChatRequest {
    static let short = ChatRequest(
        model: "m", messages: [ChatMessage(.system, "Be short."), ChatMessage(.user, "Hello?")], maxTokens: 50, seed: 1)
}

extension WebClient {
    /// One for all tests, as a worker has one.
    static let shared = WebClient(HTTPClientConfiguration(requestsPerHost: 256, usesProxies: false))
}

/// Server-sent events of a chat.
enum SSE {
    static let path = "/v1/chat/completions"

    static func event(_ data: String) -> String { "data: \(data)\n\n" }

    static func delta(_ members: String, finish: String? = nil) -> String {
        let finish = finish.map { "\"\($0)\"" } ?? "null"
        return event(
            #"{"model":"real","choices":[{"index":0,"delta":{\#(members)},"finish_reason":\#(finish)}]}"#)
    }

    static func text(_ text: String) -> String { delta(#""content":"\#(text)""#) }

    static func usage(_ prompt: Int, _ completion: Int, cached: Int = 0) -> String {
        event(
            #"{"choices":[],"usage":{"prompt_tokens":\#(prompt),"completion_tokens":\#(completion),"#
                + #""prompt_tokens_details":{"cached_tokens":\#(cached)}}}"#)
    }

    static let done = event("[DONE]")
    static let whole =
        delta(#""role":"assistant","content":null"#) + text("Été ") + text("à 🏫") + delta("", finish: "stop")
        + usage(20, 4, cached: 8) + done
    static let wholeText = "Été à 🏫"
}

/// Lines of Ollama's chat.
enum NDJSON {
    static let path = "/api/chat"

    static func text(_ text: String) -> String {
        #"{"model":"real","message":{"role":"assistant","content":"\#(text)"},"done":false}"# + "\n"
    }

    static func done(_ members: String = #","done_reason":"stop","prompt_eval_count":20,"eval_count":4"#) -> String {
        #"{"model":"real","message":{"role":"assistant","content":""},"done":true\#(members)}"# + "\n"
    }

    static let whole = text("Été ") + text("à 🏫") + done()
    static let wholeText = "Été à 🏫"
}

extension ScriptedProvider {
    func openAI(key: String? = nil, limits: ProviderLimits = ProviderLimits()) -> any ModelProvider {
        ModelProviders.openAI(baseURL: url + "/v1", key: key.map { .init($0) }, client: .shared, limits: limits)
    }

    func ollama(limits: ProviderLimits = ProviderLimits()) -> any ModelProvider {
        ModelProviders.ollama(url: url, client: .shared, limits: limits)
    }
}
