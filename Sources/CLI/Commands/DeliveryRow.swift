import Foundation
import Notifications

/// A delivery as the commands print it.
struct DeliveryRow: Encodable {
    struct Attempt: Encodable {
        let at: Date
        let outcome: String?
        let code: String?
        let text: String?
    }

    let id: String
    let notificationId: String
    let tenant: String
    let channel: String
    let recipient: String
    let status: String
    let reason: String?
    let jobId: String?
    let createdAt: Date
    let sentAt: Date?
    let attempts: [Attempt]

    init(_ record: DeliveryRecord) {
        id = record.id.uuidString.lowercased()
        notificationId = record.notificationID.uuidString.lowercased()
        tenant = record.tenant.uuidString.lowercased()
        channel = record.channel
        recipient = record.recipient
        status = record.status.rawValue
        reason = record.reason
        jobId = record.jobID?.uuidString.lowercased()
        createdAt = record.createdAt
        sentAt = record.sentAt
        attempts = record.attempts.map {
            Attempt(at: $0.startedAt, outcome: $0.outcome?.rawValue, code: $0.code, text: $0.text)
        }
    }
}

struct NotificationRow: Encodable {
    let id: String
    let tenant: String
    let template: String?
    let severity: String
    let createdAt: Date
    let deliveries: [DeliveryRow]

    init(_ record: NotificationRecord) {
        id = record.id.uuidString.lowercased()
        tenant = record.tenant.uuidString.lowercased()
        template = record.template
        severity = record.severity
        createdAt = record.createdAt
        deliveries = record.deliveries.map(DeliveryRow.init)
    }
}
