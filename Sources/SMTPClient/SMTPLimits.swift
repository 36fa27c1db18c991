/// How long what may take, and how long a connection is kept.
public struct SMTPLimits: Sendable {
    /// Name, TCP, TLS, greeting and sign-in.
    public var connect: Duration
    /// Between a command and its reply. The reply to the message itself may take all that the caller has: to give up then
    /// is not to know.
    public var reply: Duration
    /// A connection without messages for longer is closed.
    public var idle: Duration
    /// Messages by one connection; many servers end one after some.
    public var messagesPerConnection: Int

    public init(
        connect: Duration = .seconds(15), reply: Duration = .seconds(30), idle: Duration = .seconds(20),
        messagesPerConnection: Int = 100
    ) {
        self.connect = connect
        self.reply = reply
        self.idle = idle
        self.messagesPerConnection = messagesPerConnection
    }
}

extension Duration {
    var milliseconds: Int {
        let (seconds, attoseconds) = components
        return Int(clamping: seconds) * 1000 + Int(attoseconds / 1_000_000_000_000_000)
    }
}
