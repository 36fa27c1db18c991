public import Foundation

/// Where a tenant's program listens for events.
public struct WebhookEndpoint: Sendable {
    public let id: UUID
    public let tenant: UUID
    public let url: String
    /// Topics, or `*`.
    public let events: [String]
    public let description: String?
    public let disabledAt: Date?
    public let disabledReason: String?
    public let failingSince: Date?
    public let createdAt: Date
    /// The present one, and for a day after a rotation the one before.
    public let secrets: [String]

    public var isEnabled: Bool { disabledAt == nil }
}
