import Accounts
import Channels
public import Foundation
public import Jobs
import Postgres
public import Storage

extension NotificationStore {
    /// Whom alerts are mailed to.
    private static let mostOperators: Int32 = 100

    /// Looks up which of these alerts were reported before, and plans a notification for each of the others. What is over is
    /// reported where its beginning was, after it.
    /// - Parameter tenant: of who reports them.
    public func plan(
        _ alerts: [Alert], of tenant: UUID, by user: UUID?, trace: TraceContext, minter: JobIDMinter, now: Date
    ) async throws -> PlannedAlerts {
        var events = try await events(holding: alerts.flatMap { [$0.key, $0.beginning] }, of: tenant)
        var accepted: [PlannedAlerts.Accepted] = []
        var new: [(notification: NewNotification, beginning: AlertEvent?)] = []
        for alert in alerts {
            if let known = events[alert.key] {
                accepted.append(.init(alert, known, isRepeated: true))
                continue
            }
            let beginning = alert.status == .resolved ? events[alert.beginning] : nil
            let severity = beginning?.severity ?? alert.severity
            guard let content = alert.content else { continue }
            let notification = NewNotification(
                id: minter.mint().uuid, tenant: tenant, userID: user, content: content, to: [],
                channels: beginning?.channels.map { ChannelOrder($0) }, severity: severity, link: alert.link,
                dedupKey: alert.key,
                incidentKey: alert.fingerprint, trace: trace)
            let event = AlertEvent(id: notification.id, severity: severity, channels: nil, open: [:])
            // The same alert twice in one report is one, too.
            events[alert.key] = event
            accepted.append(.init(alert, event, isRepeated: false))
            new.append((notification, beginning))
        }
        let people =
            new.contains { $0.notification.channels.contains(.email) }
            ? try await operators(readingMailOf: tenant, trace: trace) : []
        let notifications = new.sorted { ($0.notification.dedupKey ?? "") < ($1.notification.dedupKey ?? "") }
            .map { notification, beginning in
                let readers = notification.channels.contains(.email) ? people : []
                let plan = DeliveryPlan(notification, people: readers, endpoints: [], minter: minter, now: now)
                let deliveries = plan.deliveries.map { beginning?.following($0) ?? $0 }
                return PlannedNotification(notification: notification, deliveries: deliveries, createdAt: now)
            }
        return PlannedAlerts(accepted: accepted, notifications: AlertGrouping.grouped(notifications))
    }

    /// The events that hold keys now.
    private func events(holding keys: [String], of tenant: UUID) async throws -> [String: AlertEvent] {
        let rows = try await database.query(
            """
            select held.key, notification.id, notification.severity, made.channels, made.destinations, made.jobs
            from flotilla.notification_keys held
                join flotilla.notifications notification on notification.id = held.notification_id
                cross join lateral (
                    select array_agg(distinct delivery.channel) as channels,
                        array_agg(delivery.channel || ' ' || delivery.recipient) filter (where job.id is not null)
                            as destinations,
                        array_agg(job.id) filter (where job.id is not null) as jobs
                    from flotilla.deliveries delivery
                        left join lateral (
                            select id from flotilla.jobs
                            where id = case when delivery.status = 'queued' then delivery.job_id end limit 1
                        ) job on true
                    where delivery.notification_id = notification.id
                ) made
            where held.tenant = \(tenant) and held.key = any(\(keys)) and held.held_until > now()
            """, of: tenant)
        return Dictionary(
            try rows.map { (try $0.decode("key", as: String.self), try AlertEvent($0)) }
        ) { first, _ in first }
    }

    /// The operators, each by their address: they belong to accounts of their own.
    private func operators(readingMailOf tenant: UUID, trace: TraceContext) async throws -> [Person] {
        let recipients = try await database.query(
            "select email, name, locale from flotilla.operator_addresses(\(Self.mostOperators))", as: "flotilla_api"
        ).compactMap { row in
            try (try? MailAddress(row.decode("email", as: String.self))).map {
                Recipient.address($0, name: try row.decode("name"), locale: try row.decode("locale"))
            }
        }
        return try await people(recipients, of: tenant)
    }

    /// Accepts the notifications of alerts with all their deliveries and jobs, in one transaction. It may be repeated with the
    /// same ids.
    /// - Throws: `RepeatedNotification` when one of them was reported by another request meanwhile: nothing was written.
    public func create(_ planned: PlannedAlerts, of tenant: UUID, recording answer: IdempotencyRecord?) async throws {
        do {
            _ = try await jobs.enqueue(
                planned.jobs, with: try planned.notifications.flatMap { try $0.statements() }, of: tenant,
                recording: answer)
        } catch let error as PostgresError where error.isHeldNotificationKey {
            throw RepeatedNotification()
        }
    }
}

/// The notification of an alert.
private struct AlertEvent {
    let id: UUID
    let severity: Severity
    /// By which it went; nil for those of its severity.
    let channels: [Channel]?
    /// Jobs that may not have reported it yet, by channel and recipient.
    let open: [String: JobID]

    init(id: UUID, severity: Severity, channels: [Channel]?, open: [String: JobID]) {
        self.id = id
        self.severity = severity
        self.channels = channels
        self.open = open
    }

    init(_ row: Row) throws {
        let went = Set(try row.decode("channels", as: [String]?.self) ?? [])
        let channels = Channel.allCases.filter { went.contains($0.rawValue) }
        let destinations = try row.decode("destinations", as: [String]?.self) ?? []
        let jobs = try row.decode("jobs", as: [UUID]?.self) ?? []
        self.init(
            id: try row.decode("id"), severity: Severity(rawValue: try row.decode("severity")) ?? .p3,
            channels: channels.isEmpty ? nil : channels,
            open: Dictionary(zip(destinations, jobs.map { JobID($0) })) { $1 })
    }

    /// The end comes after the beginning on every way: PagerDuty would take a late beginning for a new incident.
    func following(_ delivery: NewDelivery) -> NewDelivery {
        guard let before = open["\(delivery.channel.rawValue) \(delivery.recipient)"] else { return delivery }
        var delivery = delivery
        delivery.job?.after = [before]
        delivery.job?.afterFailed = .run
        return delivery
    }
}

extension PlannedAlerts.Accepted {
    fileprivate init(_ alert: Alert, _ event: AlertEvent, isRepeated: Bool) {
        self.init(alert: alert, severity: event.severity, notificationID: event.id, isRepeated: isRepeated)
    }
}
