import FleetTestSupport
import Foundation
import Postgres
import Testing

extension Attacks.RepeatAttacks {
    static func isOfNotifications(_ pattern: String) -> Bool {
        ["/alerts", "/deliveries", "/notifications", "/webhook-endpoints"].contains { pattern.hasPrefix($0) }
    }

    /// As `plan(of:)`. No worker of notifications runs: what is settled or in an inbox is made so here.
    func notificationPlan(of pattern: String) async throws -> Plan? {
        let (admin, school) = (estate.admin, estate.victim.caller)
        let mark = UUID().uuidString.lowercased()
        switch pattern {
        case "/alerts":
            let alert: JSON = [
                "status": "firing", "fingerprint": .string(mark), "startsAt": "2026-11-30T09:00:00Z",
                "labels": ["alertname": "Hot", "severity": "P3"], "annotations": [:],
            ]
            return Plan(
                caller: admin, path: pattern, body: ["version": "4", "status": "firing", "alerts": [alert]],
                count: count("select count(*) from notifications where incident_key = \(mark)"))
        case "/notifications":
            return Plan(
                caller: school, path: pattern,
                body: ["to": ["role": "school"], "subject": .string(mark), "body": "x", "channels": ["in_app"]],
                count: count("select count(*) from notifications where subject = \(mark)"))
        case "/notifications/read":
            let id = try await received(mark)
            return Plan(
                caller: school, path: pattern,
                count: count(
                    "select count(*) from inbox_items where notification_id = \(id) and read_at is not null"))
        case "/notifications/{id}/read", "/notifications/{id}/unread":
            let id = try await received(mark)
            let isRead = pattern.hasSuffix("/read")
            return Plan(
                caller: school, path: "/notifications/\(id.uuidString.lowercased())/\(isRead ? "read" : "unread")",
                count: count(
                    """
                    select count(*) from inbox_items
                    where notification_id = \(id) and (read_at is not null) = \(isRead)
                    """))
        case "/deliveries/{id}/replay":
            let (notification, delivery) = try await notified(mark)
            try await estate.fleet.database.query("update deliveries set status = 'failed' where id = \(delivery)")
            return Plan(
                caller: school, path: "/deliveries/\(delivery.uuidString.lowercased())/replay",
                count: count(
                    """
                    select count(*) - 1 from jobs where payload ->> 'delivery_id' ilike \(delivery.uuidString)
                        and \(notification) is not null
                    """))
        case "/webhook-endpoints":
            return Plan(
                caller: school, path: pattern,
                body: ["url": "https://hooks.example.org/", "description": .string(mark)],
                count: count("select count(*) from webhook_endpoints where description = \(mark)"))
        default: return try await endpointPlan(of: pattern, mark)
        }
    }

    private func endpointPlan(of pattern: String, _ mark: String) async throws -> Plan? {
        let school = estate.victim.caller
        let made = try await school.post(
            "/webhook-endpoints", ["url": "https://hooks.example.org/", "description": .string(mark)])
        let (name, secret) = (try #require(made["id"].string), try #require(made["secret"].string))
        let id = try #require(UUID(uuidString: name))
        switch pattern {
        case "/webhook-endpoints/{id}/rotate":
            // Rotated twice, the first secret would be gone.
            return Plan(
                caller: school, path: "/webhook-endpoints/\(name)/rotate",
                count: count(
                    "select count(*) from webhook_endpoints where id = \(id) and previous_secret = \(secret)"))
        case "/webhook-endpoints/{id}/enable":
            try await estate.fleet.database.query(
                "update webhook_endpoints set disabled_at = now(), disabled_reason = 'x' where id = \(id)")
            return Plan(
                caller: school, path: "/webhook-endpoints/\(name)/enable",
                count: count("select count(*) from webhook_endpoints where id = \(id) and disabled_at is null"))
        case "/webhook-endpoints/{id}/test":
            return Plan(
                caller: school, path: "/webhook-endpoints/\(name)/test",
                count: count("select count(*) from deliveries where recipient = \(name)"))
        default: throw Unexpected("no plan for POST \(pattern): a new route belongs here")
        }
    }

    private func notified(_ mark: String) async throws -> (notification: UUID, delivery: UUID) {
        let answer = try await estate.victim.caller.post(
            "/notifications",
            ["to": ["role": "school"], "subject": .string(mark), "body": "x", "channels": ["in_app"]])
        return (
            try #require(UUID(uuidString: answer["id"].string ?? "")),
            try #require(UUID(uuidString: answer["deliveries"][0]["id"].string ?? ""))
        )
    }

    /// A notification in the inbox of the school, as its worker would put it there.
    private func received(_ mark: String) async throws -> UUID {
        let id = try await notified(mark).notification
        try await estate.fleet.database.query(
            """
            insert into inbox_items (user_id, notification_id, tenant, subject, body, severity)
            select user_id, notification_id, tenant, \(mark), 'x', 'P3' from deliveries where notification_id = \(id)
            """)
        return id
    }
}
