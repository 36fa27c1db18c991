import ChannelTestSupport
import FleetTestSupport
import Foundation
import Postgres
import TestSupport
import Testing

extension NotifyFleet {
    @Suite("A notification on every channel", .serialized) struct FollowedTests {
        let place: NotifyEnvironment

        init() throws { place = try NotifyEnvironment.current }

        @Test("one notification reaches mail, inbox, webhook, Slack and PagerDuty, each once")
        func followed() async throws {
            let admin = place.admin
            let path = "/\(UUID().uuidString)"
            let endpoint = try await admin.post("/webhook-endpoints", ["url": .string(place.sink.url(path))])
            let me = try #require(try await admin.get("/users")["items"].array.first)
            let accepted = try await admin.notify(
                ["user_id": me["id"]],
                [
                    "channels": ["in_app", "email", "webhook", "slack", "pagerduty"], "severity": "P2",
                    "subject": .string(path), "link": "https://flotilla.test/there",
                ])
            let deliveries = try await admin.delivered(accepted)["deliveries"].array
            #expect(
                deliveries.compactMap { $0["channel"].string } == ["in_app", "email", "webhook", "slack", "pagerduty"])
            #expect(
                deliveries.allSatisfy { $0["status"] == "sent" && $0["attempts"].array.count == 1 }, "\(deliveries)")
            let inbox = try await admin.get("/notifications")["items"].array
            #expect(inbox.count { $0["subject"] == .string(path) } == 1)
            let domain = try #require(me["email"].string?.split(separator: "@").last.map(String.init))
            #expect(try await place.mail.seen(in: domain).count { $0.text.contains(path) } == 1)
            #expect(try await place.sink.requests(path).count == 1)
            let slack = try await place.slack.requests("/services/T0/B0/alerts")
            #expect(slack.count { $0.body.contains(path) } == 1)
            #expect(try await place.pagerDuty.requests("/v2/enqueue").count { $0.body.contains(path) } == 1)
            // Each counts as use of its tenant; one that is sent again does not count again.
            let ids = deliveries.compactMap { $0["id"].string }
            let counted: Query = "select count(*) from usage_events where source = 'notifications' and id = any(\(ids))"
            #expect(try await place.fleet.count(counted) == 5)
            let replay = try await admin.post("/deliveries/\(ids[2])/replay", [:])
            #expect(replay.status == 202, "\(replay)")
            _ = try await admin.delivered(accepted)
            #expect(try await place.fleet.count(counted) == 5)
            _ = try await admin.send("DELETE", "/webhook-endpoints/\(endpoint["id"].string ?? "")")
        }
    }
}
