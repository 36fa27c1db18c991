public import Foundation

/// Something that was used. Of the same source and id it counts once over all tenants.
public struct UsageEvent: Sendable, Hashable {
    public let source: String
    public let id: String
    public let tenant: UUID
    public let metric: String
    /// Negative: corrects another.
    public let quantity: Int64
    public let at: Date

    public init(source: String, id: String, tenant: UUID, metric: String, quantity: Int64, at: Date) {
        self.source = source
        self.id = id
        self.tenant = tenant
        self.metric = metric
        self.quantity = quantity
        self.at = at
    }

    /// Of one request.
    public static let most = 1000
    public static let quantities: ClosedRange<Int64> = -1_000_000_000_000...1_000_000_000_000
    /// How far in the future one may lie, in seconds.
    public static let mostAhead: TimeInterval = 86_400
}
