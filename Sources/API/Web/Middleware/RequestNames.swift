import HTTPServer
import Operations

/// Every line that is written while a request is handled says of which.
enum RequestNames {
    @Sendable static func around(_ request: HTTPRequest, _ next: HTTPHandler) async throws -> HTTPResponse {
        try await LogContext.with(request) { try await next(request) }
    }
}

extension HTTPRequest: LogContext.Source {
    public var logContext: LogContext { LogContext(requestID: requestID, traceID: traceParent.traceID) }
}
