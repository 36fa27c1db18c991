public import Reactor

/// Where a server listens and what it bears.
public struct WebServerConfiguration: Sendable {
    /// A numeric address or a name; `::` listens on IPv4 and IPv6.
    public var host = "127.0.0.1"
    /// `0` picks a free one.
    public var port = 8080
    /// Peers whose `X-Forwarded-For` says who asks.
    public var trustedProxies: [IPNetwork] = []
    /// Threads that serve connections.
    public var threads = 2
    /// Connections at once. Near the limit those that nothing depends on are closed; beyond it requests get 503.
    public var connectionLimit = 16_384
    /// Handlers at once, without those that wait. Further requests get 429 or 503 with `Retry-After`, as everything that
    /// is shared.
    public var requests = ShareLimits(total: 4_096)
    /// Handlers that wait for an event (`HTTPRequest.wait`) at once.
    public var waits = ShareLimits(total: 4_096, perCaller: 256, perTenant: 1_024)
    /// Streamed answers at once.
    public var streams = ShareLimits(total: 10_240, perCaller: 4_096)
    /// A larger body gets 413. Bytes.
    public var bodyLimit = 1 << 20
    /// How much of a body that is too large is read off before the 413, so that the client sees it. Bytes.
    public var discardLimit = 16 << 20
    /// Bytes at once of bodies that are larger than 16 KiB.
    public var bodies = ShareLimits(total: 256 << 20, floor: 1 << 20)
    /// Bytes at once of answers that are larger than 16 KiB, until their clients have taken them. Not of streams.
    public var answers = ShareLimits(total: 256 << 20, floor: 1 << 20)
    /// Bytes for a request's line and header, and for the library's buffers, of each connection.
    public var connectionMemory = 32 << 10
    /// Fields in a request's header; more get 431.
    public var headerFieldLimit = 100
    /// A connection without any progress for so long is closed, whole seconds. Not while a handler runs or a stream
    /// waits for its next chunk.
    public var idleTimeout = Duration.seconds(60)
    /// From a request's first line, or from the start of a connection, to the end of the header.
    public var headerTimeout = Duration.seconds(10)
    /// For a whole body to arrive.
    public var bodyTimeout = Duration.seconds(30)
    /// Bytes a second at which a body must come and an answer be read, counted over each period. What is slower is cut off.
    public var leastRate = 1_024
    public var ratePeriod = Duration.seconds(5)
    /// For a handler; then its task is cancelled and the request gets 503.
    public var handlerTimeout = Duration.seconds(90)
    /// For an answer (not a stream) to be taken by the client.
    public var sendTimeout = Duration.seconds(60)
    /// Whether a request's span is kept, from its trace, and whether the caller named it; nil where requests are not traced.
    /// Must be quick.
    public var samples: (@Sendable (TraceParent, _ isGiven: Bool) -> Bool)?
    /// Called with each answer on the thread that sends it: must be quick.
    public var onAnswer: @Sendable (RequestSummary) -> Void = { _ in }
    /// Called with each caller that did not get its share, on the thread that refuses it: must be quick.
    public var onRefusal: @Sendable (ShareRefusal) -> Void = { _ in }
    /// Called with each answer of 500 and above, and the error behind it if there was one. Not for a client that left.
    public var onFailure: @Sendable ((any Error)?, RequestSummary) -> Void = { _, _ in }
    /// Called with the library's messages, such as those on broken requests that it answers on its own.
    public var onLibraryMessage: @Sendable (String) -> Void = { _ in }

    public init() {}

    public init(host: String, port: Int) {
        self.host = host
        self.port = port
    }
}
