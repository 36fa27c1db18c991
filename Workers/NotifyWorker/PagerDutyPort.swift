import Channels
import Flotilla
import Foundation
import Notifications
import Operations

/// Events for the people on call. An alert and its end have one key, by which PagerDuty closes what it opened.
struct PagerDutyPort: DeliveryPort {
    let channel: PagerDutyChannel
    let routingKey: Secret
    let publicURL: String

    func deliver(
        _ work: DeliveryWork, _ message: RenderedMessage, by deadline: ContinuousClock.Instant
    ) async -> DeliveryOutcome {
        let isEnd = work.topic == "alert_resolved"
        let event = PagerDutyEvent(
            isEnd ? .resolve : .trigger, key: work.incidentKey ?? work.notificationID.uuidString.lowercased(),
            summary: message.subject, severity: PagerDutyEvent.Severity(priority: work.severity.rawValue),
            timestamp: work.createdAt, details: ["text": message.body],
            link: message.link.map { $0.absolute(at: publicURL) })
        return await channel.deliver(event, routingKey: routingKey, until: deadline)
    }
}
