internal import CLibcurl

extension Transfer {
    /// What libcurl's code means for the caller.
    func kind(of code: CURLcode) -> HTTPClientError.Kind {
        switch code {
        case CURLE_URL_MALFORMAT: .invalidURL
        // An answer that is not HTTP at all counts as HTTP/0.9, which is refused.
        case CURLE_UNSUPPORTED_PROTOCOL: isConnected ? .malformedAnswer : .invalidURL
        case CURLE_COULDNT_RESOLVE_HOST, CURLE_COULDNT_RESOLVE_PROXY: .cannotResolve
        case CURLE_COULDNT_CONNECT: .cannotConnect
        case CURLE_OPERATION_TIMEDOUT: isConnected ? .timedOut(.stalled) : .connectTimedOut
        case CURLE_SSL_CONNECT_ERROR, CURLE_PEER_FAILED_VERIFICATION, CURLE_SSL_CERTPROBLEM, CURLE_SSL_CIPHER,
            CURLE_SSL_CACERT_BADFILE, CURLE_SSL_ISSUER_ERROR, CURLE_SSL_INVALIDCERTSTATUS:
            .tls
        case CURLE_FILESIZE_EXCEEDED: .tooLarge
        case CURLE_GOT_NOTHING, CURLE_RECV_ERROR, CURLE_SEND_ERROR, CURLE_PARTIAL_FILE, CURLE_HTTP2,
            CURLE_HTTP2_STREAM:
            .reset
        case CURLE_WEIRD_SERVER_REPLY, CURLE_BAD_CONTENT_ENCODING: .malformedAnswer
        case CURLE_TOO_MANY_REDIRECTS: .tooManyRedirects
        default: .other(code: Int(code.rawValue))
        }
    }

    /// Name, TCP and TLS are done.
    private var isConnected: Bool {
        flotilla_curl_info_offset(easy, CURLINFO_PRETRANSFER_TIME_T) > 0
    }
}
