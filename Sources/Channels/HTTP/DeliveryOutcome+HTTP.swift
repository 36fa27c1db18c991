import HTTPClient

extension DeliveryOutcome {
    /// The longest that a destination's `Retry-After` can hold a message back.
    static let longestWait: Duration = .seconds(86_400)

    /// No answer came: what was not sent can be tried again, what was sent may have arrived.
    /// - Parameter destination: such as `The endpoint`; begins the sentence.
    static func noAnswer(_ error: HTTPClientError, from destination: String, messageID: String? = nil)
        -> DeliveryOutcome
    {
        let (code, happened) = words(error.kind)
        let isOurs =
            switch error.kind {
            case .cancelled, .invalidURL, .invalidRequest: true
            // Never begun: it waited for others of ours.
            case .timedOut: !error.requestMayHaveBeenSent
            default: false
            }
        let kind: Kind =
            switch error.kind {
            case .invalidURL, .invalidRequest: .refused
            default: error.requestMayHaveBeenSent ? .unknown : .deferred(after: nil)
            }
        return DeliveryOutcome(
            kind, code: code, text: "\(destination) \(happened).", messageID: messageID, speaksOfDestination: !isOurs)
    }

    private static func words(_ kind: HTTPClientError.Kind) -> (code: String, happened: String) {
        switch kind {
        case .invalidURL: ("invalid_url", "has a URL that cannot be used")
        case .invalidRequest: ("invalid_request", "was not asked: the request holds what no request may")
        case .cannotResolve: ("cannot_resolve", "has a name that leads to no address")
        case .cannotConnect: ("cannot_connect", "takes no connection")
        case .connectTimedOut: ("connect_timed_out", "could not be reached in time")
        case .timedOut: ("timed_out", "gave no answer in time")
        case .tls: ("tls", "has no certificate that is valid for its name, or no TLS that is spoken here")
        case .tooLarge: ("answer_too_large", "answered with more headers than are read")
        case .reset: ("connection_closed", "closed the connection before it had answered")
        case .malformedAnswer, .tooManyRedirects: ("malformed_answer", "answered with what is not HTTP")
        case .cancelled: ("cancelled", "was not waited for: the attempt was cancelled")
        case .other(let code): ("curl_\(code)", "gave no answer")
        }
    }

    /// An answer that is a failure which may pass.
    /// - Parameter code: the status unless said.
    static func deferred(
        _ response: HTTPClientResponse, text: String, code: String? = nil, now: Int, messageID: String? = nil
    ) -> DeliveryOutcome {
        DeliveryOutcome(
            .deferred(after: wait(response, now: now)), code: code ?? "\(response.status)", text: text,
            messageID: messageID,
            // It is the message that is too large.
            speaksOfDestination: response.status != 413)
    }

    /// What `Retry-After` asks for; nil for no time at all, and where the status is one that does not mean it: a 200 is
    /// Slack's, which names the error in its body.
    private static func wait(_ response: HTTPClientResponse, now: Int) -> Duration? {
        guard [200, 429, 502, 503, 504].contains(response.status), let asked = response.headers.retryAfter(now: now),
            asked > .zero
        else { return nil }
        return min(asked, longestWait)
    }
}
