import FleetTestSupport
import Foundation
import TestSupport
import Testing

extension NotifyFleet {
    /// What happens in other parts of the fleet, and its way into the inbox, with two enqueuers.
    @Suite("What happened", .serialized) struct EventTests {
        let place: NotifyEnvironment

        init() throws { place = try NotifyEnvironment.current }

        private static let role = "arn:aws:iam::111122223333:role/scan"

        @Test("a school finds in its inbox once that a scan is over, and why one failed")
        func scans() async throws {
            let school = try await place.fleet.signUp()
            let enqueuers = try await enqueuers()
            let scan: JSON = ["provider": "aws", "services": ["s3"], "role_arn": .string(Self.role)]
            let good = try #require(try await school.caller.post("/scans", scan)["id"].string)
            let bad = try #require(try await school.caller.post("/scans", scan)["id"].string)
            for (id, status, error) in [(good, "success", nil), (bad, "error", "The role does not open.")] {
                _ = try await place.fleet.database.query(
                    """
                    update scan_runs set status = \(status), error = \(error as String?), total_resources = 3
                    where scan_id = \(UUID(uuidString: id))
                    """)
            }
            let items = try await inbox(of: school, 2)
            #expect(
                items.count {
                    $0["link"] == .string("/#/scans/\(good)") && $0["subject"] == "Your scan is finished"
                } == 1, "\(items)")
            #expect(
                items.count {
                    $0["link"] == .string("/#/scans/\(bad)")
                        && $0["body"].string?.contains("s3: The role does not open.") == true
                } == 1, "\(items)")
            #expect(try await requests(of: school) == 2)
            for enqueuer in enqueuers { _ = await enqueuer.terminate() }
        }

        @Test("a school finds in its inbox once a day that a schedule of its own is overdue")
        func overdue() async throws {
            let school = try await place.fleet.signUp(role: Self.role)
            let schedule = try await school.caller.post(
                "/schedules",
                ["name": "Every night", "cron": "0 3 * * *", "scan": ["provider": "aws", "services": ["s3"]]])
            let paused = try await school.caller.post(
                "/schedules",
                [
                    "name": "Paused", "cron": "0 4 * * *", "paused": true,
                    "scan": ["provider": "aws", "services": ["s3"]],
                ])
            let id = try #require(schedule["id"].string.flatMap { UUID(uuidString: $0) })
            let other = try #require(paused["id"].string.flatMap { UUID(uuidString: $0) })
            // Of a version to come, so that this one cannot fire it.
            _ = try await place.fleet.database.query(
                """
                update schedules set next_at = now() - interval '5 minutes', try_at = now(), template = 'later'
                where id in (\(id), \(other))
                """)
            let enqueuers = try await enqueuers()
            let items = try await inbox(of: school, 1)
            #expect(items.first?["link"] == .string("/#/schedules/\(id.uuidString.lowercased())"), "\(items)")
            #expect(items.first?["body"].string?.contains("Every night") == true, "\(items)")
            for _ in 0..<3 {
                _ = try await place.fleet.database.query(
                    "select announce_overdue_schedules('notify.request', interval '1 minute', null, 200)")
            }
            #expect(try await requests(of: school) == 1)
            for enqueuer in enqueuers { _ = await enqueuer.terminate() }
        }

        private func enqueuers() async throws -> [FleetProcess] {
            [try await place.fleet.start("enqueuer"), try await place.fleet.start("enqueuer")]
        }

        private func inbox(of school: Tenant, _ count: Int) async throws -> [JSON] {
            _ = try await eventually(within: .seconds(20)) {
                try await school.caller.get("/notifications")["items"].array.count >= count
            }
            return try await school.caller.get("/notifications")["items"].array
        }

        private func requests(of school: Tenant) async throws -> Int {
            try await place.fleet.count(
                "select count(*) from jobs where kind = 'notify.request' and tenant = \(UUID(uuidString: school.id))")
        }
    }
}
