import HTTPServer

/// What a browser may do with an answer that it was led to: nothing. An answer that is a page says so itself.
enum SecurityHeaders {
    private static let fields = [
        ("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'"),
        ("Cross-Origin-Resource-Policy", "same-origin"), ("Referrer-Policy", "no-referrer"),
    ]

    @Sendable static func complete(_ request: HTTPRequest, _ response: inout HTTPResponse) {
        for (name, value) in fields where !response.headers.contains(name) { response.headers.add(name, value) }
    }
}
