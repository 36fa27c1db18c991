/// Why there is no answer. An HTTP error status is an answer and not one of these.
public struct HTTPClientError: Error, Sendable, Equatable {
    public enum Phase: String, Sendable {
        case connect, firstByte, total, stalled
    }

    public enum Kind: Sendable, Equatable {
        case invalidURL
        /// A method that is no token, or a header with a control character in it.
        case invalidRequest
        case cannotResolve
        case cannotConnect
        case connectTimedOut
        case timedOut(Phase)
        /// No common protocol, or a certificate that is not trusted.
        case tls
        /// The answer exceeds a limit on its size.
        case tooLarge
        /// The connection ended before the answer did.
        case reset
        /// Not HTTP, or a body that does not decode.
        case malformedAnswer
        case tooManyRedirects
        case cancelled
        /// libcurl's own code, for what no case above names.
        case other(code: Int)
    }

    public var kind: Kind
    /// False when the server cannot have seen the request; true leaves it open whether it was executed.
    public var requestMayHaveBeenSent: Bool

    public init(_ kind: Kind, requestMayHaveBeenSent: Bool = false) {
        self.kind = kind
        self.requestMayHaveBeenSent = requestMayHaveBeenSent
    }
}

extension HTTPClientError: CustomStringConvertible {
    public var description: String {
        switch kind {
        case .invalidURL: "http_invalid_url"
        case .invalidRequest: "http_invalid_request"
        case .cannotResolve: "http_cannot_resolve"
        case .cannotConnect: "http_cannot_connect"
        case .connectTimedOut: "http_connect_timed_out"
        case .timedOut(let phase): "http_timed_out_\(phase.rawValue)"
        case .tls: "http_tls"
        case .tooLarge: "http_too_large"
        case .reset: "http_reset"
        case .malformedAnswer: "http_malformed_answer"
        case .tooManyRedirects: "http_too_many_redirects"
        case .cancelled: "http_cancelled"
        case .other(let code): "http_curl_\(code)"
        }
    }
}
