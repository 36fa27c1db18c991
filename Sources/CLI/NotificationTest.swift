import Foundation
import Jobs
import Notifications

/// A message by the way and through the guards of every other, and what its first attempt said.
struct NotificationTest {
    let context: CommandContext
    /// Until the first attempt has ended.
    let patience: Duration
    private let minter = JobIDMinter()

    init(context: CommandContext, patience: Duration) {
        self.context = context
        self.patience = patience
    }

    func send(to id: UUID) async throws -> DeliveryRecord {
        guard let endpoint = try await context.notifications.endpoint(id) else {
            throw CommandFailure("there is no endpoint \(id.uuidString.lowercased())")
        }
        let now = try await context.store.serverTime()
        return try await outcome(
            of: NewNotification.test(of: endpoint, by: nil, trace: TraceContext(), minter: minter, now: now))
    }

    /// - Returns: the delivery; for PagerDuty that of the end, too: no incident stays open.
    func send(
        by channel: Channel, to people: [Recipient], severity: Severity, of tenant: UUID
    ) async throws -> [DeliveryRecord] {
        let notification = try NewNotification.test(
            by: channel, to: people, severity: severity, of: tenant, minter: minter)
        let first = try await outcome(of: notification)
        guard channel == .pagerduty, first.status == .sent,
            let end = NewNotification.end(ofTest: notification, minter: minter)
        else { return [first] }
        return [first, try await outcome(of: end)]
    }

    private func outcome(of notification: NewNotification) async throws -> DeliveryRecord {
        let now = try await context.store.serverTime()
        return try await outcome(of: context.notifications.plan(notification, minter: minter, now: now))
    }

    private func outcome(of planned: PlannedNotification) async throws -> DeliveryRecord {
        guard let delivery = planned.deliveries.first else { throw CommandFailure("there is nothing to send") }
        try await context.notifications.create(planned)
        context.audit("notify test", ["delivery": .string(delivery.id.uuidString.lowercased())])
        await context.offer(planned.jobs)
        let deadline = ContinuousClock.now + patience
        while true {
            guard let record = try await context.notifications.delivery(delivery.id) else {
                throw CommandFailure("the delivery is gone")
            }
            // One that is to be tried again has an outcome, too: the person at the terminal need not wait for the next.
            if record.status != .queued || record.attempts.contains(where: { $0.outcome != nil }) { return record }
            guard ContinuousClock.now < deadline else {
                throw CommandFailure(
                    "no attempt within \(patience): does a NotifyWorker run? `flotilla job \(record.jobID.map { $0.uuidString.lowercased() } ?? "")` says why it waits"
                )
            }
            try await Task.sleep(for: .milliseconds(100))
        }
    }
}
