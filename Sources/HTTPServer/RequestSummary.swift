public import Reactor

/// One answered request, for access logs and metrics.
public struct RequestSummary: Sendable {
    /// One of `HTTPMethod.known`, or `unknown`: never the client's own word.
    public let method: HTTPMethod
    /// The pattern of the route, `nil` when the path has none; never the path itself, which holds ids.
    public let route: String?
    public let status: HTTPStatus
    /// From the end of the request's header to the answer (of a stream: to its start).
    public let duration: Duration
    public let requestID: String
    public let traceParent: TraceParent
    /// As `HTTPRequest.callerTrace`.
    public let callerTrace: TraceParent?
    /// As `HTTPRequest.traceState`; nil where requests are not traced.
    public let traceState: String?
    /// The client's address, as `HTTPRequest.client`.
    public let client: IPAddress?
}
