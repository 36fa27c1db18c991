import ChannelTestSupport
import FleetTestSupport
import Foundation
import TestSupport
import Testing

extension NotifyFleet {
    @Suite("Slack and PagerDuty", .serialized) struct OperatorChannelTests {
        let place: NotifyEnvironment

        init() throws { place = try NotifyEnvironment.current }

        private var admin: Caller { place.admin }

        @Test("a message of severity P1 goes to the critical hook and to PagerDuty, each as the real one demands")
        func critical() async throws {
            let accepted = try await admin.notify(
                .null, ["channels": ["slack", "pagerduty"], "severity": "P1", "subject": "Disk <full> & hot"])
            let deliveries = try await admin.delivered(accepted)["deliveries"].array
            #expect(deliveries.map { $0["status"].string } == ["sent", "sent"], "\(deliveries)")
            #expect(deliveries.map { $0["recipient"].string } == ["critical", "pagerduty"])
            let id = accepted["id"].string ?? ""
            let event = try #require(
                try await place.pagerDuty.requests("/v2/enqueue").first { $0.body.contains(id) })
            let body = try JSON(parsing: Array(event.body.utf8))
            #expect(body["event_action"] == "trigger" && body["dedup_key"] == .string(id))
            #expect(body["payload"]["severity"] == "critical")
            let message = try #require(
                try await place.slack.requests("/services/T0/B0/right").last { $0.body.contains("Disk") })
            #expect(message.verdict == ["ok"] && message.body.contains("&lt;full&gt; &amp; hot"))
        }

        @Test("a channel without its setting is failed, and names the variable")
        func missing() async throws {
            let accepted = try await admin.notify(.null, ["channels": ["slack"], "severity": "P3"])
            let delivery = try await admin.delivered(accepted)["deliveries"][0]
            #expect(delivery["status"] == "failed" && delivery["reason"] == "not_configured", "\(delivery)")
            #expect(delivery["attempts"][0]["text"].string?.contains("SLACK_WEBHOOK_URL_MONITORING") == true)
        }

        @Test(
            "what Slack may have taken is unknown, but of severity P1 alerts; what PagerDuty may have taken goes again")
        func unknown() async throws {
            try await place.slack.script("/services/T0/B0/alerts", .init(fault: .close))
            let accepted = try await admin.notify(.null, ["channels": ["slack"], "severity": "P2"])
            let delivery = try await admin.delivered(accepted)["deliveries"][0]
            #expect(delivery["status"] == "unknown" && delivery["attempts"].array.count == 1, "\(delivery)")
        }

        @Test("a hook of Slack gets one message a second, over the whole fleet")
        func rate() async throws {
            var accepted: [Answer] = []
            for number in 0..<4 {
                accepted.append(
                    try await admin.notify(
                        .null, ["channels": ["slack"], "severity": "P2", "subject": .string("rate \(number)")]))
            }
            var times: [Date] = []
            for answer in accepted {
                let delivery = try await admin.delivered(answer)["deliveries"][0]
                #expect(delivery["status"] == "sent", "\(delivery)")
                times.append(try Date(delivery["attempts"][0]["at"].string ?? "", strategy: .iso8601WithFractions))
            }
            // It is when they are taken that is a second apart; each may get to Slack a moment later than another.
            let span = (times.max() ?? .distantPast).timeIntervalSince(times.min() ?? .distantFuture)
            #expect(span > Double(times.count - 1) - 0.7, "\(times)")
        }
    }
}
