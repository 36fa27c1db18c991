import HTTPClient
import JSON
import Operations

/// One address of a provider, and how it is asked.
struct ProviderEndpoint: Sendable {
    /// For messages: how the provider is called, and the settings of its address and key.
    let title: String
    let urlSetting: String
    let keySetting: String
    /// Without a slash at its end.
    let base: String
    let key: Secret?
    let client: WebClient
    let limits: ProviderLimits

    func request(_ method: String, _ path: String, body: JSONObject? = nil, accepting type: String) -> HTTPClientRequest
    {
        var request = HTTPClientRequest(
            method: method, url: base + path, headers: ["Accept": type],
            limits: HTTPClientLimits(
                total: limits.total, connect: limits.connect, firstByte: limits.firstByte,
                responseBytes: limits.answerBytes))
        if let key { request.headers["Authorization"] = "Bearer \(key.reveal())" }
        if let body {
            request.headers["Content-Type"] = "application/json"
            request.body = JSONValue.object(body).serialized()
        }
        return request
    }

    /// What an answer says that is none, from its head and as much of its body as was kept.
    func problem(_ head: HTTPClientHead, _ body: [UInt8]) -> CallFailure {
        let problem = ProviderProblem(body: body)
        let wait = head.headers.retryAfter().map { min(max($0, .zero), limits.retryAfter) }
        return CallFailure(
            error: problem.meaning(status: head.status, wait: wait, of: self), status: head.status, problem: problem)
    }

    /// What the absence of an answer means.
    func meaning(of error: HTTPClientError) -> ModelError {
        let code = "\(error)"
        return switch error.kind {
        case .invalidURL, .invalidRequest:
            ModelError(
                .invalidRequest, code: code,
                message: "The request cannot be sent: check \(urlSetting) and \(keySetting).")
        case .cannotResolve, .cannotConnect, .tls:
            ModelError(
                .unreachable, code: code, message: "\(title) cannot be reached: check \(urlSetting) and the network.")
        case .connectTimedOut, .timedOut(.connect): timedOut(.connect)
        case .timedOut(.firstByte): timedOut(.firstByte)
        case .timedOut(.stalled): timedOut(.betweenTokens)
        case .timedOut(.total): timedOut(.total)
        case .tooLarge:
            ModelError(
                .brokenAnswer, code: "answer_too_large",
                message: "\(title) answers more than \(limits.answerBytes) bytes.")
        case .malformedAnswer, .tooManyRedirects:
            ModelError(
                .brokenAnswer, code: code, message: "What answers is no HTTP server: check \(urlSetting) and proxies.")
        case .cancelled: ModelError(.cancelled, code: "cancelled", message: "The call was cancelled.")
        case .reset, .other:
            ModelError(.brokenStream, code: code, message: "\(title) broke the connection off before the answer's end.")
        }
    }

    func timedOut(_ phase: ModelError.Phase) -> ModelError {
        let (limit, what) =
            switch phase {
            case .connect: (limits.connect, "did not take the connection")
            case .firstByte: (limits.firstByte, "did not begin to answer")
            case .betweenTokens: (limits.betweenTokens, "stopped in its answer")
            case .total: (limits.total, "did not end its answer")
            }
        return ModelError(
            .timedOut(phase), code: "timed_out_\(phase.rawValue)", message: "\(title) \(what) within \(limit).")
    }
}
