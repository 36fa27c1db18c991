/// How a finite thing is divided. What counts is places or bytes.
public struct ShareLimits: Sendable, Hashable {
    /// For all callers together.
    public var total: Int
    /// For one principal or one address, at most.
    public var perCaller: Int
    /// For all principals of one tenant, at most.
    public var perTenant: Int
    /// A caller with less than this is refused only when nothing at all is free.
    public var floor: Int

    /// - Parameters: what is nil is the total, for the floor a 256th of it.
    public init(total: Int, perCaller: Int? = nil, perTenant: Int? = nil, floor: Int? = nil) {
        self.total = total
        self.perCaller = perCaller ?? total
        self.perTenant = perTenant ?? total
        self.floor = floor ?? max(1, total / 256)
    }
}
