/// How long one request may take, and how much it may bring back. What is exceeded is an error, not a truncation, unless
/// `cutsBody` asks for that.
public struct HTTPClientLimits: Sendable, Equatable {
    /// The least rate, in bytes per second both ways together, over a whole window. Not counted while the reader of
    /// a stream holds it back.
    public struct Rate: Sendable, Equatable {
        public var bytesPerSecond: Int
        /// Rounded up to whole seconds.
        public var window: Duration
        public init(bytesPerSecond: Int, window: Duration) {
            self.bytesPerSecond = bytesPerSecond
            self.window = window
        }
    }

    /// From `send` to the last byte of the answer: waiting for a connection, retries on a new one and redirects included.
    public var total: Duration
    /// Name resolution, TCP and TLS together.
    public var connect: Duration
    /// From `send` to the first byte of the answer.
    public var firstByte: Duration?
    public var lowSpeed: Rate?
    /// Of the decoded body, in bytes; on a stream, of the whole stream.
    public var responseBytes: Int
    /// The head is the answer: a body that is longer than `responseBytes`, breaks off or takes too long is cut there.
    public var cutsBody: Bool

    public init(
        total: Duration = .seconds(30), connect: Duration = .seconds(5), firstByte: Duration? = nil,
        lowSpeed: Rate? = nil, responseBytes: Int = 16 << 20, cutsBody: Bool = false
    ) {
        self.total = total
        self.connect = connect
        self.firstByte = firstByte
        self.lowSpeed = lowSpeed
        self.responseBytes = responseBytes
        self.cutsBody = cutsBody
    }
}
