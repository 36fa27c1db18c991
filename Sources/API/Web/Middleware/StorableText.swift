import HTTPServer

/// Refuses text that PostgreSQL could not hold, in the query and in the path: it has no U+0000.
enum StorableText {
    /// No parameter means anything that is longer.
    private static let mostBytes = 4096

    @Sendable static func around(_ request: HTTPRequest, _ next: HTTPHandler) async throws -> HTTPResponse {
        for item in request.query where !isStorable(item.value) {
            throw Problem.badRequest(
                "The parameter \(item.name.prefix(40)) should hold at most \(mostBytes) bytes, and not U+0000.")
        }
        guard request.segments.allSatisfy(isStorable) else { throw Problem.notFound() }
        return try await next(request)
    }

    private static func isStorable(_ text: String) -> Bool {
        text.utf8.count <= mostBytes && !text.utf8.contains(0)
    }
}
