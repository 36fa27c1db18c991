import Channels
import Contracts
public import Foundation
public import Jobs

extension NewNotification {
    /// A message to one endpoint alone, whatever its topics.
    public static func test(
        of endpoint: WebhookEndpoint, by user: UUID?, trace: TraceContext, minter: JobIDMinter, now: Date
    ) throws -> PlannedNotification {
        let message = try PlainMessage(subject: "Test", body: "This message was asked for to test the endpoint.")
        let notification = NewNotification(
            id: minter.mint().uuid, tenant: endpoint.tenant, userID: user, content: .plain(message), to: [],
            channels: [.webhook], severity: .p3, trace: trace)
        let plan = DeliveryPlan(notification, people: [], endpoints: [endpoint.id], minter: minter, now: now)
        return PlannedNotification(notification: notification, deliveries: plan.deliveries, createdAt: now)
    }

    /// A message of an operator who tests a channel.
    /// - Parameter to: of mail.
    public static func test(
        by channel: Channel, to: [Recipient], severity: Severity, of tenant: UUID, minter: JobIDMinter
    ) throws -> NewNotification {
        let message = try PlainMessage(
            subject: "Test", body: "An operator of Flotilla asked for this message, to test the channel.")
        return NewNotification(
            id: minter.mint().uuid, tenant: tenant, userID: nil, content: .plain(message), to: to,
            channels: [channel], severity: severity, trace: TraceContext())
    }

    /// The end of what such a test began in PagerDuty.
    public static func end(ofTest test: NewNotification, minter: JobIDMinter) -> NewNotification? {
        guard let template = Templates.named("alert_resolved") else { return nil }
        return NewNotification(
            id: minter.mint().uuid, tenant: test.tenant, userID: nil,
            content: .template(template, data: ["alert": .text("Test")]), to: [], channels: [.pagerduty],
            severity: test.severity, incidentKey: test.id.uuidString.lowercased(), trace: TraceContext())
    }
}
