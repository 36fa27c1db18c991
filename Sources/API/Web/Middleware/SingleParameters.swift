import HTTPServer

/// Refuses a parameter of the query that is repeated: one reader takes the first value and another the last.
enum SingleParameters {
    @Sendable static func around(_ request: HTTPRequest, _ next: HTTPHandler) async throws -> HTTPResponse {
        var names: Set<String> = []
        for item in request.query where !names.insert(item.name).inserted {
            throw Problem.badRequest("The parameter \(item.name.prefix(40)) is given more than once.")
        }
        return try await next(request)
    }
}
