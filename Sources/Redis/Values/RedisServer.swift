/// Who answered at the other end of a connection. A change of `runID` or `address` means another server, or the same
/// one after a restart: nothing that was put there before may be relied upon.
public struct RedisServer: Hashable, Sendable {
    /// `host:port`, or the path of a Unix socket.
    public let address: String
    /// 40 hexadecimal digits, fresh at every start; nil where the server forbids `INFO`.
    public let runID: String?
    public let version: String?
    /// For example `noeviction`; nil where the server forbids asking.
    public let maxmemoryPolicy: String?
}
