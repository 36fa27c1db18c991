import ChannelTestSupport
import FleetTestSupport
import Foundation
import TestSupport
import Testing

extension NotifyFleet {
    @Suite("Endpoints that fail for days, and messages for later") struct FailingEndpointTests {
        let place: NotifyEnvironment

        init() throws { place = try NotifyEnvironment.current }

        /// A school with an endpoint that has failed since `interval` ago, and fails once more.
        private func failing(since interval: String) async throws -> (school: Caller, id: String, delivery: JSON) {
            let school = try await place.fleet.signUp().caller
            let path = "/\(UUID().uuidString)"
            let made = try await school.post("/webhook-endpoints", ["url": .string(place.sink.url(path))])
            let id = try #require(made["id"].string)
            try await place.sink.script(path, .init(503, headers: ["Retry-After": "3600"], body: "still broken"))
            _ = try await place.fleet.database.query(
                """
                update webhook_endpoints set failing_since = now() - \(interval)::interval
                where id = \(UUID(uuidString: id))
                """)
            let accepted = try await school.notify(["role": "school"], ["channels": ["webhook"]])
            let job = try #require(accepted["deliveries"][0]["job_id"].string)
            let isTried = try await eventually(within: .seconds(30)) {
                let status = try await place.admin.get("/jobs/\(job)")["status"].string ?? ""
                return ["retrying", "succeeded", "failed"].contains(status)
            }
            #expect(isTried)
            return (school, id, try await school.get(accepted["status_url"].string ?? "")["deliveries"][0])
        }

        @Test("an endpoint that nothing has reached for five days is disabled, and its owner learns of it")
        func fiveDays() async throws {
            let (school, id, delivery) = try await failing(since: "5 days 1 minute")
            let endpoint = try await school.get("/webhook-endpoints/\(id)")
            #expect(endpoint["enabled"] == false, "\(endpoint)")
            let reason = endpoint["disabled_reason"].string ?? ""
            #expect(reason.contains("five days") && reason.contains("still broken"), "\(reason)")
            #expect(delivery["status"] == "failed" && delivery["attempts"].array.count == 1, "\(delivery)")
            let isKnown = try await eventually(within: .seconds(20)) {
                let items = try await school.get("/notifications")["items"].array
                return items.contains { $0["body"].string?.contains("five days") == true }
            }
            #expect(isKnown)
        }

        @Test("before five days are over it is tried again by its schedule")
        func almostFiveDays() async throws {
            let (school, id, delivery) = try await failing(since: "4 days 23 hours")
            let endpoint = try await school.get("/webhook-endpoints/\(id)")
            #expect(endpoint["enabled"] == true && endpoint["disabled_reason"] == .null, "\(endpoint)")
            #expect(delivery["status"] == "queued" && delivery["attempts"].array.count == 1, "\(delivery)")
        }

        @Test("what is to be sent later waits as a scheduled job, and goes out at its time and not before")
        func sendAt() async throws {
            let school = try await place.fleet.signUp().caller
            let far = Date(timeIntervalSince1970: (Date().timeIntervalSince1970 + 86_400).rounded())
            let waits = try await school.notify(
                ["role": "school"], ["channels": ["in_app"], "send_at": .string(far.formatted(.iso8601))])
            let job = try await place.admin.get("/jobs/\(waits["deliveries"][0]["job_id"].string ?? "")")
            #expect(job["status"] == "scheduled" && waits["deliveries"][0]["status"] == "queued", "\(job)")
            #expect(try Date(job["run_at"].string ?? "", strategy: .iso8601WithFractions) == far)
            let soon = Date().addingTimeInterval(1.5)
            let accepted = try await school.notify(
                ["role": "school"],
                [
                    "channels": ["in_app"],
                    "send_at": .string(soon.formatted(Date.ISO8601FormatStyle.iso8601WithFractions)),
                ])
            let delivery = try await school.delivered(accepted)["deliveries"][0]
            #expect(delivery["status"] == "sent", "\(delivery)")
            let sent = try Date(delivery["sent_at"].string ?? "", strategy: .iso8601WithFractions)
            #expect(sent >= soon.addingTimeInterval(-0.01))
            // The one for tomorrow is not there yet.
            #expect(try await school.get("/notifications")["items"].array.count == 1)
        }
    }
}
