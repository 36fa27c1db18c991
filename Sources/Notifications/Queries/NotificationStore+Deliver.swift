import Channels
import Foundation
import Jobs
import Postgres
import Storage

extension NotificationStore {
    /// The statements that record an outcome, and what it says of its destination.
    static func outcome(_ number: Int, of work: DeliveryWork, _ outcome: DeliveryOutcome) -> [Query] {
        [attemptEnd(number, of: work, outcome)] + destination(of: work, after: outcome)
    }

    private static func attemptEnd(_ number: Int, of work: DeliveryWork, _ outcome: DeliveryOutcome) -> Query {
        """
        update flotilla.delivery_attempts set outcome = \(outcome.attempt.rawValue), code = \(outcome.code),
            text = \(outcome.text), finished_at = clock_timestamp()
        where \(work.gathers ? attempts(of: work) : "delivery_id = \(work.id) and number = \(Int32(clamping: number))")
            and outcome is null
        """
    }

    /// What an outcome says of where the message went: nothing, mostly.
    private static func destination(of work: DeliveryWork, after outcome: DeliveryOutcome) -> [Query] {
        var statements: [Query] = []
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

    /// What ends a delivery that was sent, and those that went with its mail. Each counts as use of its tenant.
    static func sent(_ number: Int, of work: DeliveryWork, _ outcome: DeliveryOutcome) -> [any Effect] {
        if work.gathers || work.isAboutAccess {
            return [attemptEnd(number, of: work, outcome)] + sent(work, messageID: outcome.messageID)
                + destination(of: work, after: outcome)
        }
        // Most deliveries: those of a batch end in one statement.
        let end = FunctionCall(
            of: "flotilla.end_sent_deliveries",
            [[work.id], [Int32(clamping: number)], [outcome.code], [outcome.text], [outcome.messageID]])
        return [end] + destination(of: work, after: outcome)
    }

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
