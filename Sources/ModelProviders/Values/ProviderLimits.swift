/// How long a call may take, and how much it may bring back.
public struct ProviderLimits: Sendable, Hashable {
    /// Name resolution, TCP and TLS together.
    public var connect: Duration
    /// From the call to the first piece of the answer. A cold model is loaded first, which takes minutes.
    public var firstByte: Duration
    /// Between two pieces of the answer: text or thinking, not a server's signs of life. While a piece is handed over, it
    /// does not run.
    public var betweenTokens: Duration
    /// Of the whole call.
    public var total: Duration
    /// Of one answer as it comes, which is some hundred times its text in a stream.
    public var answerBytes: Int
    /// The longest `Retry-After` that is believed.
    public var retryAfter: Duration

    public init(
        connect: Duration = .seconds(5), firstByte: Duration = .seconds(180), betweenTokens: Duration = .seconds(30),
        total: Duration = .seconds(600), answerBytes: Int = 16 << 20, retryAfter: Duration = .seconds(3600)
    ) {
        self.connect = connect
        self.firstByte = firstByte
        self.betweenTokens = betweenTokens
        self.total = total
        self.answerBytes = answerBytes
        self.retryAfter = retryAfter
    }
}
