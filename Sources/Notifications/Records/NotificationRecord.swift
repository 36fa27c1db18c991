public import Foundation

/// A notification as it was accepted, with what became of its deliveries.
public struct NotificationRecord: Sendable {
    public let id: UUID
    public let tenant: UUID
    public let template: String?
    public let severity: String
    public let sendAt: Date?
    public let createdAt: Date
    public let deliveries: [DeliveryRecord]
}

/// A delivery, and every attempt at it.
public struct DeliveryRecord: Sendable {
    public let id: UUID
    public let tenant: UUID
    public let notificationID: UUID
    public let channel: String
    public let recipient: String
    public let jobID: UUID?
    public let status: DeliveryStatus
    /// Why it is `suppressed`, `failed` or `unknown`, if it is.
    public let reason: String?
    public let attempts: [DeliveryAttempt]
    public let sentAt: Date?
    public let messageID: String?
    /// What it said is gone: a mail about the access to an account that is settled.
    let isRemoved: Bool
    public let createdAt: Date
}
