import Channels
import Flotilla
import Foundation
import Notifications

/// Signed messages to tenants' own programs.
struct WebhookPort: DeliveryPort {
    let channel: WebhookChannel

    func deliver(
        _ work: DeliveryWork, _ message: RenderedMessage, by deadline: ContinuousClock.Instant
    ) async -> DeliveryOutcome {
        guard let endpoint = work.endpoint else {
            return DeliveryOutcome(.refused, code: "endpoint_gone", text: "The endpoint was deleted.")
        }
        guard endpoint.isEnabled else {
            return DeliveryOutcome(
                .refused, code: "endpoint_disabled",
                text: "The endpoint is disabled: enable it, and replay the delivery.")
        }
        let body: [UInt8]
        do {
            body = try Array(JSONEncoder.jobs.encode(WebhookBody(work, message)))
        } catch {
            return DeliveryOutcome(.refused, code: "message", text: "The message is no JSON.")
        }
        return await channel.deliver(
            body, to: endpoint.url, id: work.id.uuidString.lowercased(),
            secrets: endpoint.secrets.compactMap { WebhookSecret($0) }, until: deadline)
    }
}

/// What is posted.
///
/// Source: https://github.com/standard-webhooks/standard-webhooks, "Payload structure"
private struct WebhookBody: Encodable {
    struct Message: Encodable {
        let notificationID: String
        let subject: String
        let body: String
        let severity: Severity
        let link: String?

        private enum CodingKeys: String, CodingKey {
            case subject, body, severity, link
            case notificationID = "notification_id"
        }
    }

    let type: String
    /// When the event came about.
    let timestamp: Date
    let data: Message

    init(_ work: DeliveryWork, _ message: RenderedMessage) {
        type = work.topic
        timestamp = work.createdAt
        data = Message(
            notificationID: work.notificationID.uuidString.lowercased(), subject: message.subject, body: message.body,
            severity: work.severity,
            link: message.link?.text)
    }
}
