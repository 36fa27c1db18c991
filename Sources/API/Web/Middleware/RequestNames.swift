import HTTPServer
import Operations

/// Every line that is written while a request is handled says of which.
enum RequestNames {
    @Sendable static func around(_ request: HTTPRequest, _ next: HTTPHandler) async throws -> HTTPResponse {
        let names = LogContext(requestID: request.requestID, traceID: request.traceParent.traceID)
        return try await LogContext.$current.withValue(names) { try await next(request) }
    }
}
