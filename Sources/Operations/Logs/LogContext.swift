/// What ties the lines of one request or job together; set around its work, it is added to every line.
public struct LogContext: Sendable, Hashable {
    public var requestID: String?
    /// The 32 hexadecimal digits of a W3C trace id.
    public var traceID: String?

    public init(requestID: String? = nil, traceID: String? = nil) {
        self.requestID = requestID
        self.traceID = traceID
    }

    @TaskLocal public static var current = LogContext()
}
