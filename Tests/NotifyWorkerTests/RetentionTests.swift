import FleetTestSupport
import Foundation
import TestSupport
import Testing

extension NotifyFleet {
    @Suite("Old notifications") struct RetentionTests {
        let place: NotifyEnvironment

        init() throws { place = try NotifyEnvironment.current }

        @Test("what is older than it is kept goes with all that belongs to it, and what waits or is younger stays")
        func retention() async throws {
            let tenant = try #require(UUID(uuidString: place.school.id))
            let database = place.fleet.database
            func age(days: Double) throws -> UUID {
                let milliseconds = Int((Date.now.timeIntervalSince1970 - days * 86_400) * 1000)
                let digits = String(milliseconds, radix: 16)
                let time = String(repeating: "0", count: 12 - digits.count) + digits
                let tail = UUID().uuidString.dropFirst(15)
                return try #require(UUID(uuidString: "\(time.prefix(8))-\(time.suffix(4))-7\(tail)"))
            }
            let (old, open, young, invitation) = (
                try age(days: 91), try age(days: 91), try age(days: 89), try age(days: 9)
            )
            for (id, status) in [(old, "sent"), (open, "queued"), (young, "sent")] {
                _ = try await database.query(
                    """
                    insert into flotilla.notifications (id, tenant, subject, body, severity)
                    values (\(id), \(tenant), 's', 'b', 'P3')
                    """)
                _ = try await database.query(
                    """
                    insert into flotilla.deliveries (id, tenant, notification_id, channel, recipient, status)
                    values (\(id), \(tenant), \(id), 'in_app', 'x', \(status))
                    """)
                _ = try await database.query(
                    """
                    insert into flotilla.inbox_items (user_id, notification_id, tenant, subject, body, severity)
                    values (\(id), \(id), \(tenant), 's', 'b', 'P3')
                    """)
            }
            _ = try await database.query(
                """
                insert into flotilla.notifications (id, tenant, template, data, severity, link)
                values (\(invitation), \(tenant), 'user_invited', '{"school": "s"}', 'P3', '/#/accept?token=x')
                """)
            _ = try await database.query(
                """
                insert into flotilla.notification_keys (tenant, key, notification_id, held_until)
                values (\(tenant), 'past', \(old), now() - interval '1 second')
                """)
            _ = try await place.fleet.start("enqueuer")
            let ids = [old, open, young]
            #expect(
                try await eventually(within: .seconds(20)) {
                    try await place.fleet.count(
                        """
                        select (select count(*) from flotilla.notifications where id = \(old))
                            + (select count(*) from flotilla.notification_keys where key = 'past' and tenant = \(tenant))
                            + (select count(*) from flotilla.notifications where id = \(invitation) and link is not null)
                        """) == 0
                })
            for table in ["notifications", "deliveries"] {
                #expect(
                    try await place.fleet.count(
                        "select count(*) from flotilla.\(unescaped: table) where id = any(\(ids))") == 2)
            }
            #expect(
                try await place.fleet.count(
                    "select count(*) from flotilla.inbox_items where notification_id = any(\(ids))") == 2)
        }
    }
}
