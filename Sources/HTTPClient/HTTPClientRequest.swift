public import Reactor

/// One HTTP request.
public struct HTTPClientRequest: Sendable {
    /// A token such as `GET` (RFC 9110, 9.1).
    public var method: String
    /// An absolute `http` or `https` URL, percent-encoded, without user name or password. Its path goes out as it is.
    public var url: String
    public var headers: HTTPClientHeaders
    public var body: [UInt8]
    public var limits: HTTPClientLimits
    /// How many redirects are followed; 0 returns the 3xx answer itself.
    public var redirects = 0
    /// Offers gzip and what else the library decodes. Streams never do: a decoder defeats back-pressure.
    public var acceptsCompression = true
    /// A request on a kept connection that the server closes at that moment is sent again by the library, whatever its
    /// method. True for what must never run twice and carries no idempotency key.
    public var needsFreshConnection = false
    /// Connects to this address, whatever the URL's name leads to, and through no proxy; certificates and the `Host` field
    /// are the name's. A kept connection is used again only for the same name, port and address.
    public var pinnedAddress: IPAddress?

    public init(
        method: String = "GET", url: String, headers: HTTPClientHeaders = [:], body: [UInt8] = [],
        limits: HTTPClientLimits = HTTPClientLimits()
    ) {
        self.method = method
        self.url = url
        self.headers = headers
        self.body = body
        self.limits = limits
    }
}
