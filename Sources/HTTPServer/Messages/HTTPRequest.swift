public import Reactor

/// One request, complete with its body.
public struct HTTPRequest: Sendable {
    public var method: HTTPMethod
    /// The decoded segments joined by slashes, without the router's prefix and without a slash at the end.
    public var path: String { "/" + segments.joined(separator: "/") }
    /// The path's segments, percent-decoded one by one.
    public var segments: [String]
    /// In the order sent; repeated names are all here.
    public var query: [QueryItem]
    public var headers: HTTPHeaders
    /// At most the configured limit; empty when there was none.
    public var body: [UInt8]
    /// The client's address: the peer's, or behind trusted proxies the one that they name. `nil` when there is none.
    public var client: IPAddress?
    /// What the route's `{name}` segments held, decoded.
    public internal(set) var parameters: PathParameters
    /// `X-Request-Id` as sent when it is 1 to 128 visible ASCII characters, else a fresh UUID.
    public var requestID: String
    /// The `traceparent` as sent when valid, else a fresh one; where requests are traced, that of the request's own span.
    public var traceParent: TraceParent
    /// The caller's span: the `traceparent` as sent; nil without a valid one, and where requests are not traced.
    public internal(set) var callerTrace: TraceParent?
    /// Under which the path was asked for, such as `/api/v1`; empty without one. For links in the answer.
    public internal(set) var prefix = ""
    /// The pattern of the route that matched (`/jobs/{id}`), `nil` when none did: a label for metrics.
    public internal(set) var route: String?

    /// Whose shares the request draws on.
    public internal(set) var caller: Caller

    var place: (any HandlerPermit)?
    var match: Router.Match = .notFound
    /// `OPTIONS *` asks about the server as a whole.
    var isAsterisk = false

    public init(
        method: HTTPMethod, segments: [String], query: [QueryItem] = [], headers: HTTPHeaders = [:],
        body: [UInt8] = [], client: IPAddress?, requestID: String, traceParent: TraceParent
    ) {
        self.method = method
        self.segments = segments
        self.query = query
        self.headers = headers
        self.body = body
        self.client = client
        self.requestID = requestID
        self.traceParent = traceParent
        parameters = PathParameters()
        caller = Caller(address: client)
    }

    /// The client's numeric address, `unknown` without one.
    public var remoteAddress: String { client.map { "\($0)" } ?? "unknown" }

    /// Whom a limit by address counts: the client's address, of IPv6 its /64.
    public var subscriber: String { client.map { "\($0.subscriber)" } ?? "unknown" }

    /// The first value of that name in the query.
    public func queryValue(_ name: String) -> String? {
        query.first { $0.name == name }?.value
    }
}
