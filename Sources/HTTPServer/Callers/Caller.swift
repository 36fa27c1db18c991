public import Reactor

/// On whose account a request is served: whose shares it draws on.
public struct Caller: Sendable {
    /// The principal, or the address of a client without a token.
    public let key: ShareKey
    /// The tenant, whose share all of its principals have in common.
    public let group: ShareKey?
    /// What was found out about the caller when it was identified, for the handler.
    public let identity: (any Sendable)?

    public init(key: ShareKey, group: ShareKey?, identity: (any Sendable)? = nil) {
        self.key = key
        self.group = group
        self.identity = identity
    }

    /// One that is known by its address alone.
    public init(address: IPAddress?) {
        self.init(key: .address(address?.subscriber), group: nil)
    }
}
