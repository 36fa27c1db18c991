/// One caller that did not get what it asked for.
public struct ShareRefusal: Sendable, Hashable {
    public let resource: SharedResource
    /// Who: the principal, tenant or address.
    public let key: ShareKey
    /// Whether it had taken its share; else nothing was free.
    public let isShare: Bool
    /// How often; more than once only for connections, which are given up by the dozen.
    public let count: Int

    public init(resource: SharedResource, key: ShareKey, isShare: Bool, count: Int = 1) {
        self.resource = resource
        self.key = key
        self.isShare = isShare
        self.count = count
    }
}
