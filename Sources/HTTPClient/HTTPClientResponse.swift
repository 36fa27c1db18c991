/// The head of an answer: what comes before its body.
public struct HTTPClientHead: Sendable, Equatable {
    /// 200 to 599 as the server said it; interim answers (1xx) are left out.
    public var status: Int
    /// `1.0`, `1.1` or `2`.
    public var version: String
    public var headers: HTTPClientHeaders
}

/// A whole answer.
public struct HTTPClientResponse: Sendable, Equatable {
    public var head: HTTPClientHead
    /// Decoded when the server compressed it.
    public var body: [UInt8]

    public var status: Int { head.status }
    public var headers: HTTPClientHeaders { head.headers }
}
