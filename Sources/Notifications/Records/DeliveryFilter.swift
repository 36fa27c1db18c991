public import Foundation

/// Which deliveries an operator means, over all tenants; nil leaves a column open.
public struct DeliveryFilter: Sendable, Hashable {
    public var status: DeliveryStatus?
    public var channel: Channel?
    public var tenant: UUID?
    /// Made at this time or later.
    public var since: Date?
    /// Made before this time, and settled by now.
    public var until: Date?

    public init() {}
}
