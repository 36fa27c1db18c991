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
}
