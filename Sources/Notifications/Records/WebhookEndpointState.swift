public import Foundation
import Postgres

/// How an endpoint does, without what signs its messages.
public struct WebhookEndpointState: Sendable {
    public let id: UUID
    public let tenant: UUID
    public let url: String
    public let disabledAt: Date?
    public let disabledReason: String?
    public let failingSince: Date?
    /// It is left alone until then.
    public let openUntil: Date?
    /// What its last failure said.
    public let text: String?

    init(_ row: Row) throws {
        id = try row.decode("id")
        tenant = try row.decode("tenant")
        url = try row.decode("url")
        disabledAt = try row.decode("disabled_at")
        disabledReason = try row.decode("disabled_reason")
        failingSince = try row.decode("failing_since")
        openUntil = try row.decode("open_until")
        text = try row.decode("text")
    }
}
