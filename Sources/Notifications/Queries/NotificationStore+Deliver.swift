import Accounts
import Channels
import Contracts
public import Foundation
import Jobs
import Postgres

extension NotificationStore {
    /// What the worker of a job is to send.
    /// - Returns: nil when the delivery is gone, or has another job by now.
    public func work(_ id: UUID, of tenant: UUID, job: UUID) async throws -> DeliveryWork? {
        let rows = try await database.query(
            """
            select delivery.id, delivery.tenant, delivery.notification_id, delivery.channel, delivery.recipient,
                delivery.user_id, delivery.name, delivery.locale, delivery.status, delivery.created_at,
                notification.template, notification.data, notification.subject, notification.body,
                notification.severity, notification.link, notification.incident_key, chosen.preferences, wishes.topics,
                former.status as former_status,
                delivery.digest_id, case when delivery.digest_id <> delivery.id then (
                    \(Self.leadRunsAt)
                ) end as digest_runs_at, made.steps, made.attempts, made.is_cut_off,
                circuit.open_until, circuit.tenant is not null as has_circuit,
                endpoint.id as endpoint, endpoint.url, endpoint.events, endpoint.description, endpoint.disabled_at,
                endpoint.disabled_reason, endpoint.failing_since, endpoint.created_at as endpoint_created_at,
                endpoint.secret, case when endpoint.previous_secret_until > now() then endpoint.previous_secret end
                    as previous_secret
            from flotilla.deliveries delivery
                join flotilla.notifications notification on notification.id = delivery.notification_id
                left join flotilla.notification_preferences chosen on chosen.user_id = delivery.user_id
                left join flotilla.webhook_endpoints endpoint
                    on delivery.channel = 'webhook' and endpoint.id::text = delivery.recipient
                left join flotilla.delivery_circuits circuit on circuit.tenant = delivery.tenant
                    and circuit.destination = case delivery.channel when 'email' then 'smtp'
                        else delivery.channel || ' ' || delivery.recipient end
                left join flotilla.deliveries former on former.id = delivery.fallback_of
                left join lateral (
                    select array_agg(topic) as topics from flotilla.unsubscriptions
                    where delivery.channel = 'email' and unsubscriptions.tenant = delivery.tenant
                        and person in (delivery.user_id::text,
                            encode(sha256(convert_to(lower(delivery.recipient), 'UTF8')), 'hex'))
                ) wishes on true
                cross join lateral (
                    select count(*) as attempts,
                        count(*) filter (where outcome in ('deferred', 'unknown') and code <> 'cut_off'
                            and started_at >= delivery.scheduled_at) as steps,
                        coalesce(bool_or(outcome is null), false) as is_cut_off
                    from flotilla.delivery_attempts where delivery_id = delivery.id
                ) made
            where delivery.id = \(id) and delivery.tenant = \(tenant) and delivery.job_id = \(job)
            """, of: tenant)
        return try rows.first.map { try DeliveryWork($0) }
    }

    /// When the mail goes that takes `delivery` along; nothing when that has ended. Two look-ups by an id and no join: a join of a
    /// tenant's deliveries with its jobs is what the planner may choose while it has seen neither table.
    private static let leadRunsAt: Query = """
        select greatest(coalesce(job.run_at, now()), now()) from flotilla.jobs job
        where job.id = (
                select lead.job_id from flotilla.deliveries lead
                where lead.id = delivery.digest_id and lead.status = 'queued')
            and job.status in ('scheduled', 'queued', 'running', 'retrying')
        """

    /// Records that the other side is about to be called. An attempt that was cut off gets its outcome: it may have arrived.
    /// - Returns: the attempt's number.
    public func beginAttempt(of work: DeliveryWork) async throws -> Int {
        let number = Int32(clamping: work.attempts + 1)
        _ = try await database.queries(
            (work.isCutOff ? [Self.cutOff(work.id)] : []) + [
                """
                insert into flotilla.delivery_attempts (delivery_id, number, tenant, channel)
                values (\(work.id), \(number), \(work.tenant), \(work.channel.rawValue))
                """
            ], of: work.tenant)
        return Int(number)
    }

    /// Writes statements that cannot wait for the job's result.
    func write(_ statements: [Query], of tenant: UUID) async throws {
        _ = try await database.queries(statements, of: tenant)
    }

    static func cutOff(_ work: DeliveryWork) -> Query { cutOff(where: attempts(of: work)) }

    static func cutOff(_ delivery: UUID) -> Query { cutOff(where: "delivery_id = \(delivery)") }

    private static func cutOff(where condition: Query) -> Query {
        """
        update flotilla.delivery_attempts set outcome = 'unknown', code = 'cut_off', finished_at = clock_timestamp(),
            text = 'The worker ended before it knew the answer.'
        where \(condition) and outcome is null
        """
    }

    /// The statements that record an outcome, and what it says of its destination.
    static func outcome(_ number: Int, of work: DeliveryWork, _ outcome: DeliveryOutcome) -> [Query] {
        var statements: [Query] = [
            """
            update flotilla.delivery_attempts set outcome = \(outcome.attempt.rawValue), code = \(outcome.code),
                text = \(outcome.text), finished_at = clock_timestamp()
            where \(work.gathers ? attempts(of: work) : "delivery_id = \(work.id) and number = \(Int32(clamping: number))")
                and outcome is null
            """
        ]
        if outcome.speaksOfDestination {
            statements.append(
                """
                insert into flotilla.delivery_circuits as circuit (tenant, destination, failures, code, text, open_until)
                values (\(work.tenant), \(work.destination), 1, \(outcome.code), \(outcome.text), null)
                on conflict (tenant, destination) do update set failures = least(circuit.failures + 1, 1000),
                    code = excluded.code, text = excluded.text, changed_at = now(),
                    open_until = case when circuit.failures + 1 >= \(CircuitBreaker.failures) then now()
                        + least(\(CircuitBreaker.longest), \(CircuitBreaker.pause)
                            * power(2, least(circuit.failures + 1 - \(CircuitBreaker.failures), 10)))
                            * interval '1 second' end
                    -- Calls that were under way when it opened say nothing new.
                    where circuit.open_until is null or circuit.open_until < now()
                """)
        } else if outcome.kind == .sent, work.hasCircuit {
            statements.append(
                """
                delete from flotilla.delivery_circuits
                where tenant = \(work.tenant) and destination = \(work.destination)
                """)
        }
        if let endpoint = work.endpoint {
            if outcome.kind == .sent {
                if endpoint.failingSince != nil {
                    statements.append(
                        "update flotilla.webhook_endpoints set failing_since = null where id = \(endpoint.id)")
                }
            } else if endpoint.failingSince == nil {
                statements.append(
                    """
                    update flotilla.webhook_endpoints set failing_since = coalesce(failing_since, now())
                    where id = \(endpoint.id)
                    """)
            }
        }
        return statements
    }

    /// The statement that ends a delivery. What a mail about access said is removed with the end of the last: it holds what
    /// lets its bearer in.
    static func end(
        _ work: DeliveryWork, as status: DeliveryStatus, reason: String?, messageID: String? = nil
    ) -> Query {
        let removal: Query =
            work.isAboutAccess
            ? """
            with removed as (
                update flotilla.notifications set link = null, data = '{}'
                where id = \(work.notificationID) and not exists (
                    select from flotilla.deliveries
                    where notification_id = \(work.notificationID) and id <> \(work.id) and status = 'queued')
            )
            """ : ""
        return """
            \(removal)
            update flotilla.deliveries set status = \(status.rawValue), reason = \(reason),
                message_id = coalesce(\(messageID), message_id), sent_at = \(status == .sent ? "now()" : "sent_at" as Query)
            where \(members(of: work))
            """
    }

    /// The statements that end a delivery that was sent, and those that went with its mail. Each counts as use of its tenant.
    static func sent(_ work: DeliveryWork, messageID: String?) -> [Query] {
        [
            """
            select flotilla.count_use(\(NotificationsDomain.name), 'notifications',
                array(select id from flotilla.deliveries where \(members(of: work))))
            """,
            end(work, as: .sent, reason: nil, messageID: messageID),
        ]
    }

    /// The attempt of a delivery that is a row of ours.
    static func stored(_ work: DeliveryWork) -> Query {
        """
        insert into flotilla.delivery_attempts (delivery_id, number, tenant, channel, finished_at, outcome, code, text)
        values (\(work.id), \(Int32(clamping: work.attempts + 1)), \(work.tenant), \(work.channel.rawValue),
            clock_timestamp(), 'sent', 'stored', '')
        on conflict do nothing
        """
    }

    static func inboxItem(_ work: DeliveryWork, user: UUID, _ message: RenderedMessage) -> Query {
        """
        insert into flotilla.inbox_items (user_id, notification_id, tenant, subject, body, severity, link, created_at)
        values (\(user), \(work.notificationID), \(work.tenant), \(message.subject), \(message.body),
            \(work.severity.rawValue), \(message.link?.text), now())
        on conflict do nothing
        """
    }
}

/// When a destination is left alone: after so many failures in a row, for a time that doubles with each further one.
enum CircuitBreaker {
    static let failures: Int32 = 5
    /// In seconds.
    static let pause = 15.0
    static let longest = 600.0
}

extension DeliveryOutcome {
    var attempt: DeliveryAttempt.Outcome {
        switch kind {
        case .sent: .sent
        case .refused: .failed
        case .deferred: .deferred
        case .unknown: .unknown
        }
    }
}

extension DeliveryWork {
    init(_ row: Row) throws {
        let template = try row.decode("template", as: String?.self)
        let content: NotificationContent
        if let template {
            guard let known = Templates.named(template) else { throw UnreadableDelivery(what: "template \(template)") }
            let data = try row.decode("data", as: JSONText.self)
            content = .template(
                known, data: try JSONDecoder().decode([String: TemplateValue].self, from: Data(data.bytes)))
        } else {
            content = .plain(try PlainMessage(subject: row.decode("subject"), body: row.decode("body")))
        }
        guard let channel = Channel(rawValue: try row.decode("channel")),
            let severity = Severity(rawValue: try row.decode("severity"))
        else { throw UnreadableDelivery(what: "channel or severity") }
        let recipient = try row.decode("recipient", as: String.self)
        let userID = try row.decode("user_id", as: UUID?.self)
        let (name, locale) = (try row.decode("name", as: String?.self), try row.decode("locale", as: String?.self))
        let openUntil = try row.decode("open_until", as: Date?.self)
        self.init(
            id: try row.decode("id"), tenant: try row.decode("tenant"),
            notificationID: try row.decode("notification_id"), channel: channel, recipient: recipient, userID: userID,
            name: name, locale: locale, severity: severity, topic: content.topic,
            link: try row.decode("link", as: String?.self).flatMap { NotificationLink($0) },
            createdAt: try row.decode("created_at"), content: content,
            status: DeliveryStatus(rawValue: try row.decode("status")) ?? .unknown,
            person: Person(
                userID: userID, address: channel == .email ? try? MailAddress(recipient) : nil, name: name,
                locale: locale, preferences: try NotificationPreferences(row),
                unsubscriptions: try Unsubscriptions(row)),
            incidentKey: try row.decode("incident_key"), steps: Int(try row.decode("steps", as: Int64.self)),
            attempts: Int(try row.decode("attempts", as: Int64.self)), isCutOff: try row.decode("is_cut_off"),
            circuitOpenUntil: openUntil, hasCircuit: try row.decode("has_circuit"),
            formerStatus: try row.decode("former_status", as: String?.self).map {
                DeliveryStatus(rawValue: $0) ?? .unknown
            },
            digestID: try row.decode("digest_id"), digestRunsAt: try row.decode("digest_runs_at"),
            endpoint: try WebhookEndpoint(ofDelivery: row))
    }
}

/// What another version of the program wrote.
struct UnreadableDelivery: Error {
    let what: String
}

extension WebhookEndpoint {
    fileprivate init?(ofDelivery row: Row) throws {
        guard let id = try row.decode("endpoint", as: UUID?.self) else { return nil }
        self.init(
            id: id, tenant: try row.decode("tenant"), url: try row.decode("url"), events: try row.decode("events"),
            description: try row.decode("description"), disabledAt: try row.decode("disabled_at"),
            disabledReason: try row.decode("disabled_reason"), failingSince: try row.decode("failing_since"),
            createdAt: try row.decode("endpoint_created_at"),
            secrets: [try row.decode("secret", as: String?.self), try row.decode("previous_secret", as: String?.self)]
                .compactMap(\.self))
    }
}
