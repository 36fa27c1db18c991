import Foundation
import HTTPServer
import JSON
import Notifications

/// What was accepted.
struct AcceptedNotificationView: Encodable, Sendable {
    struct Delivery: Encodable, Sendable {
        let id: UUID
        let channel: String
        let recipient: String
        let jobID: UUID?
        let status: DeliveryStatus
        let reason: String?
    }

    let id: UUID
    let statusURL: Link
    let deliveries: [Delivery]

    init(_ planned: PlannedNotification) {
        id = planned.notification.id
        statusURL = Self.link(to: id)
        deliveries = planned.deliveries.map {
            Delivery(
                id: $0.id, channel: $0.channel.rawValue, recipient: $0.recipient, jobID: $0.jobID,
                status: $0.reason == nil ? .queued : .suppressed, reason: $0.reason?.rawValue)
        }
    }

    /// Of an event that was accepted before.
    init(_ record: NotificationRecord) {
        id = record.id
        statusURL = Self.link(to: id)
        deliveries = record.deliveries.map {
            Delivery(
                id: $0.id, channel: $0.channel, recipient: $0.recipient, jobID: $0.jobID, status: $0.status,
                reason: $0.reason)
        }
    }

    private static func link(to id: UUID) -> Link { Link("/notifications/\(id.uuidString.lowercased())") }
}

/// A notification with all its deliveries.
struct NotificationView: Encodable, Sendable {
    let id: UUID
    let template: String?
    let severity: String
    let sendAt: Date?
    let createdAt: Date
    let deliveries: [DeliveryView]

    init(_ record: NotificationRecord) {
        id = record.id
        template = record.template
        severity = record.severity
        sendAt = record.sendAt
        createdAt = record.createdAt
        deliveries = record.deliveries.map { DeliveryView($0) }
    }
}

struct DeliveryView: Encodable, Sendable {
    struct Attempt: Encodable, Sendable {
        let at: Date
        let outcome: String?
        let code: String?
        let text: String?
    }

    let id: UUID
    let tenant: UUID
    let notificationID: UUID
    let channel: String
    let recipient: String
    let jobID: UUID?
    let status: DeliveryStatus
    let reason: String?
    let attempts: [Attempt]
    let createdAt: Date
    let sentAt: Date?
    let messageID: String?

    init(_ record: DeliveryRecord) {
        id = record.id
        tenant = record.tenant
        createdAt = record.createdAt
        notificationID = record.notificationID
        channel = record.channel
        recipient = record.recipient
        jobID = record.jobID
        status = record.status
        reason = record.reason
        attempts = record.attempts.map {
            Attempt(at: $0.startedAt, outcome: $0.outcome?.rawValue, code: $0.code, text: $0.text)
        }
        sentAt = record.sentAt
        messageID = record.messageID
    }
}

/// An item of the caller's inbox.
struct InboxItemView: Encodable, Sendable {
    let id: UUID
    let subject: String
    let body: String
    let severity: String
    let link: String?
    let createdAt: Date
    let readAt: Date?

    init(_ item: InboxItem) {
        id = item.id
        subject = item.subject
        body = item.body
        severity = item.severity
        link = item.link
        createdAt = item.createdAt
        readAt = item.readAt
    }

    /// A page of the inbox.
    struct Page: Encodable, Sendable {
        let items: [InboxItemView]
        let unread: Int
        let nextCursor: String?

        init(_ page: InboxPage, limit: Int) {
            let shown = page.items.prefix(limit)
            items = shown.map { InboxItemView($0) }
            unread = page.unread
            nextCursor = page.items.count > limit ? shown.last.map { $0.id.uuidString.lowercased() } : nil
        }
    }

    struct Unread: Encodable, Sendable {
        let unread: Int
    }
}
