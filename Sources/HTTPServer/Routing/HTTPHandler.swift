/// Answers a request. An error that is no `HTTPResponseError` becomes a 500 without detail.
///
/// It starts on the thread that serves the connection and moves to Swift's pool at its first suspension, so what it
/// does before that must be short; the task is cancelled when the client leaves, at the handler limit and at stop.
public typealias HTTPHandler = @Sendable (HTTPRequest) async throws -> HTTPResponse

/// Goes around a handler: may change the request, answer itself, or change the answer.
public typealias Middleware = @Sendable (HTTPRequest, HTTPHandler) async throws -> HTTPResponse

/// Completes an answer just before it is sent, on the thread that sends it: must be quick.
public typealias AnswerMiddleware = @Sendable (HTTPRequest, inout HTTPResponse) -> Void
