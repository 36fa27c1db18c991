internal import CLibcurl

/// Refuses what libcurl would misread: strings end at a NUL there, and a line break in a header starts another one.
enum RequestCheck {
    /// Returns where the request goes.
    static func origin(of request: HTTPClientRequest) throws(HTTPClientError) -> Origin {
        guard isToken(request.method) else { throw HTTPClientError(.invalidRequest) }
        for field in request.headers.fields {
            guard isToken(field.name), field.value.utf8.allSatisfy({ ($0 >= 0x20 && $0 != 0x7F) || $0 == 0x09 }) else {
                throw HTTPClientError(.invalidRequest)
            }
        }
        return try origin(ofURL: request.url)
    }

    private static func origin(ofURL url: String) throws(HTTPClientError) -> Origin {
        // RFC 3986 allows neither control characters nor spaces nor bytes beyond ASCII.
        guard url.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F }), url.utf8.count <= 16_384, let parsed = curl_url() else {
            throw HTTPClientError(.invalidURL)
        }
        defer { curl_url_cleanup(parsed) }
        guard curl_url_set(parsed, CURLUPART_URL, url, 0) == CURLUE_OK,
            let scheme = part(parsed, CURLUPART_SCHEME), scheme == "http" || scheme == "https",
            let host = part(parsed, CURLUPART_HOST), !host.isEmpty,
            let port = part(parsed, CURLUPART_PORT, flags: UInt32(CURLU_DEFAULT_PORT)),
            part(parsed, CURLUPART_USER) == nil, part(parsed, CURLUPART_PASSWORD) == nil
        else { throw HTTPClientError(.invalidURL) }
        return Origin(text: "\(scheme)://\(host.lowercased()):\(port)")
    }

    private static func part(_ parsed: OpaquePointer, _ what: CURLUPart, flags: UInt32 = 0) -> String? {
        var text: UnsafeMutablePointer<CChar>?
        guard curl_url_get(parsed, what, &text, flags) == CURLUE_OK, let text else { return nil }
        defer { curl_free(text) }
        return String(cString: text)
    }

    private static func isToken(_ text: String) -> Bool {
        !text.isEmpty
            && text.utf8.allSatisfy { byte in
                switch byte {
                case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                    UInt8(ascii: "0")...UInt8(ascii: "9"):
                    true
                default: "!#$%&'*+-.^_`|~".utf8.contains(byte)
                }
            }
    }
}
