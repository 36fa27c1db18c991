import HTTPServer

/// Lets pages of other origins read answers (WHATWG Fetch, section 3.2). They send their tokens in `Authorization`: the
/// cookie is for pages of ours, so no credentials are allowed.
struct CrossOrigin: Sendable {
    private let origins: Set<String>

    /// Fields that a page may send beside those that every page may.
    private static let accepted = [
        "Authorization", "Content-Type", "Idempotency-Key", "Last-Event-ID", "Prefer", "X-Request-Id", "baggage",
        "traceparent", "tracestate",
    ].joined(separator: ", ")
    /// Fields that a page may read beside those that every page may.
    private static let exposed = [
        "Allow", "Idempotent-Replayed", "Location", "Preference-Applied", "Retry-After", "WWW-Authenticate",
        "X-Request-Id",
        "traceparent",
    ].joined(separator: ", ")
    /// For how long a browser may rely on the answer to a preflight, in seconds; none does for longer.
    private static let age = "7200"

    /// - Parameter origins: such as `https://app.example.org`, as browsers write them.
    init(origins: [String]) { self.origins = Set(origins) }

    var isOff: Bool { origins.isEmpty }

    /// Every answer depends on who asks, also that to a page which may not.
    func complete(_ request: HTTPRequest, _ response: inout HTTPResponse) {
        response.headers.add("Vary", "Origin")
        guard let origin = request.headers["Origin"], origins.contains(origin) else { return }
        response.headers["Access-Control-Allow-Origin"] = origin
        // The router answers OPTIONS before anybody is asked for a token: a preflight has none.
        guard request.method == .options, request.headers.contains("Access-Control-Request-Method"),
            let methods = response.headers["Allow"]
        else {
            response.headers["Access-Control-Expose-Headers"] = Self.exposed
            return
        }
        response.headers["Access-Control-Allow-Methods"] = methods
        response.headers["Access-Control-Allow-Headers"] = Self.accepted
        response.headers["Access-Control-Max-Age"] = Self.age
    }
}
