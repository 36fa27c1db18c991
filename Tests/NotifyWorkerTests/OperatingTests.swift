import ChannelTestSupport
import FleetTestSupport
import Foundation
import TestSupport
import Testing

extension NotifyFleet {
    /// What an operator sees and does of notifications.
    @Suite("Operating notifications", .serialized) struct OperatingTests {
        let place: NotifyEnvironment
        let school: Tenant

        init() async throws {
            place = try NotifyEnvironment.current
            school = try await place.fleet.signUp()
        }

        private func flotilla(_ words: String...) async throws -> (status: Int32, json: JSON) {
            let ended = try await place.fleet.run(words + ["--json"])
            let json = try? JSON(parsing: Array(ended.output.utf8))
            return (ended.status, json ?? .string(ended.all))
        }

        private func refused(_ count: Int, by sender: Caller? = nil) async throws -> Answer {
            let sender = sender ?? school.caller
            let people = (0..<count).map { _ in
                JSON.object(["email": .string("rcpt-550@\(UUID().uuidString.prefix(8).lowercased()).test")])
            }
            let accepted = try await sender.notify(.array(people), ["channels": ["email"]])
            _ = try await sender.delivered(accepted)
            return accepted
        }

        @Test("deliveries are listed over all accounts by status, channel, time and account, with what was said last")
        func listed() async throws {
            _ = try await refused(1, by: place.fleet.signUp().caller)
            let accepted = try await refused(2)
            let (status, list) = try await flotilla(
                "notifications", "--status", "failed", "--channel", "email", "--since", "1h", "--tenant", school.id)
            #expect(status == 0)
            let items = list["items"].array
            #expect(items.count == 2 && items.allSatisfy { $0["notification_id"] == accepted["id"] }, "\(list)")
            #expect(items[0]["reason"] == "550" && items[0]["tenant"] == .string(school.id))
            #expect(items[0]["attempts"][0]["text"].string?.contains("says no") == true)
            let others = try await flotilla("notifications", "--status", "sent", "--tenant", school.id)
            #expect(others.json["items"].array.isEmpty)
            let shown = try await flotilla("notifications", accepted["id"].string ?? "")
            #expect(shown.status == 0 && shown.json["deliveries"].array.count == 2, "\(shown)")
            let text = try await place.fleet.flotilla("notifications", accepted["id"].string ?? "")
            #expect(text.output.contains("failed (550)") && text.output.contains("says no"), "\(text)")
            #expect(try await place.fleet.flotilla("notifications", UUID().uuidString).status == 1)
            for wrong in [["--status", "lost"], ["--since", "yesterday"], ["--tenant", "me"], ["nonsense"]] {
                #expect(try await place.fleet.run(["notifications"] + wrong).status == 2, "\(wrong)")
            }
        }

        @Test("a filtered set is counted first, and sent again under the ids that it had")
        func replayed() async throws {
            let accepted = try await refused(3)
            let filter = ["--status", "failed", "--channel", "email", "--since", "1h", "--tenant", school.id, "--json"]
            let counted = try await place.fleet.run(["notifications", "replay"] + filter)
            #expect(counted.status == 0)
            #expect(try JSON(parsing: Array(counted.output.utf8)) == ["found": 3, "replayed": 0], "\(counted)")
            let done = try await place.fleet.run(["notifications", "replay", "--yes"] + filter)
            #expect(try JSON(parsing: Array(done.output.utf8)) == ["found": 3, "replayed": 3], "\(done)")
            let path = accepted["status_url"].string ?? ""
            let isDone = try await eventually(within: .seconds(10)) {
                try await school.caller.get(path)["deliveries"].array.allSatisfy {
                    $0["attempts"].array.count == 2 && $0["status"] == "failed"
                }
            }
            #expect(isDone)
            let ids = Set(try await school.caller.get(path)["deliveries"].array.map { $0["id"] })
            #expect(ids == Set(accepted["deliveries"].array.map { $0["id"] }))
            let one = accepted["deliveries"][0]["id"].string ?? ""
            let named = try await flotilla("notifications", "replay", one, UUID().uuidString)
            #expect(named.status == 1 && named.json["items"].array.map { $0["ok"] } == [true, false], "\(named)")
            for wrong in [[], ["--channel", "email"], ["--status", "queued"], [one, "--status", "failed"], ["x"]] {
                #expect(
                    try await place.fleet.run(["notifications", "replay", "--yes"] + wrong).status == 2, "\(wrong)")
            }
        }

        @Test("an endpoint that is gone is listed as down, and enabled again")
        func webhooks() async throws {
            let path = "/\(UUID().uuidString)"
            let made = try await school.caller.post("/webhook-endpoints", ["url": .string(place.sink.url(path))])
            let id = try #require(made["id"].string)
            try await place.sink.script(path, .init(410))
            let accepted = try await school.caller.notify(["role": "school"], ["channels": ["webhook"]])
            _ = try await school.caller.delivered(accepted)
            let down = try await flotilla("webhooks", "--down", "--tenant", school.id)
            #expect(down.json["items"].array.map { $0["id"] } == [.string(id)], "\(down)")
            #expect(down.json["items"][0]["enabled"] == false)
            #expect(down.json["items"][0]["disabled_reason"].string?.contains("410") == true)
            #expect(down.json["items"][0]["secret"] == .null)
            #expect(try await flotilla("webhooks", "enable", id).status == 0)
            #expect(try await flotilla("webhooks", "--down", "--tenant", school.id).json["items"].array.isEmpty)
            #expect(try await flotilla("webhooks", "--tenant", school.id).json["items"][0]["enabled"] == true)
            #expect(try await flotilla("webhooks", "enable", UUID().uuidString).status == 1)
            let tested = try await flotilla("notify", "test", "--channel", "webhook", "--to", id)
            #expect(tested.status == 0 && tested.json["items"][0]["recipient"] == .string(id), "\(tested)")
        }

        @Test("a test message goes the way of every other, and its outcome is the exit status")
        func tests() async throws {
            let domain = "\(UUID().uuidString.prefix(8).lowercased()).test"
            let sent = try await flotilla("notify", "test", "--channel", "email", "--to", "ada@\(domain)")
            #expect(sent.status == 0 && sent.json["items"][0]["status"] == "sent", "\(sent)")
            #expect(try await place.mail.seen(in: domain).count == 1)
            let refused = try await flotilla("notify", "test", "--channel", "email", "--to", "rcpt-550@\(domain)")
            #expect(refused.status == 1 && refused.json["items"][0]["reason"] == "550", "\(refused)")
            let deferred = try await flotilla("notify", "test", "--channel", "email", "--to", "rcpt-451@\(domain)")
            #expect(deferred.status == 1 && deferred.json["items"][0]["attempts"][0]["code"] == "451", "\(deferred)")
            let missing = try await place.fleet.flotilla("notify", "test", "--channel", "slack")
            #expect(missing.status == 1 && missing.output.contains("SLACK_WEBHOOK_URL_MONITORING"), "\(missing)")
            let paged = try await flotilla("notify", "test", "--channel", "pagerduty")
            #expect(paged.status == 0 && paged.json["items"].array.count == 2, "\(paged)")
            let key = paged.json["items"][0]["notification_id"].string ?? "-"
            let events = try await place.pagerDuty.requests("/v2/enqueue").filter { $0.body.contains(key) }
            let actions = try events.map { try JSON(parsing: Array($0.body.utf8))["event_action"].string }
            #expect(actions == ["trigger", "resolve"])
            for wrong in [["--channel", "fax"], ["--channel", "email"], ["--channel", "slack", "--to", "x"], []] {
                #expect(try await place.fleet.run(["notify", "test"] + wrong).status == 2, "\(wrong)")
            }
        }

        @Test("the figures of deliveries count every attempt once, and doctor names the variable that is missing")
        func figures() async throws {
            let count = 3
            _ = try await refused(count)
            let ended = "select count(*) from delivery_attempts where channel = 'email' and outcome = 'failed'"
            let atLeast = try await place.fleet.count("\(unescaped: ended)")
            let name = #"flotilla_deliveries_total{channel="email",outcome="failed"} "#
            let isCounted = try await eventually(within: .seconds(30)) { try await figure(name) >= Double(atLeast) }
            #expect(isCounted)
            #expect(try await figure(name) <= Double(place.fleet.count("\(unescaped: ended)")))
            #expect(try await figure(#"flotilla_deliveries{channel="email",status="failed"} "#) >= Double(count))
            #expect(try await figure(#"flotilla_destinations_down{channel="email"} "#) >= 0)
            let unsent = #"flotilla_notifications_unsent{template="invoice_created"} "#
            #expect(try await figure(unsent) == 0)
            let invoice: JSON = [
                "number": "FL-2026-000001", "period": "2026-10", "amount": ["cents": 12_000, "currency": "EUR"],
                "due_on": "2026-12-01",
            ]
            // One of two readers is enough; none is not.
            for (people, sum) in [(["ada", "rcpt-550"], 0.0), (["rcpt-550"], 1.0)] {
                let accepted = try await school.caller.post(
                    "/notifications",
                    [
                        "to": .array(
                            people.map { ["email": .string("\($0)@\(UUID().uuidString.prefix(8).lowercased()).test")] }),
                        "template": "invoice_created", "data": invoice, "channels": ["email"],
                    ])
                _ = try await school.caller.delivered(accepted)
                let isSeen = try await eventually(within: .seconds(30)) { try await figure(unsent) == sum }
                let shown = try await figure(unsent)
                #expect(isSeen, "\(people): \(shown)")
            }
            let missing = try await place.admin.notify(.null, ["channels": ["slack"], "severity": "P3"])
            _ = try await place.admin.delivered(missing)
            let doctor = try await flotilla("doctor")
            let finding = doctor.json["items"].array.first { $0["code"] == "channel_not_configured" }
            #expect(finding?["detail"].string?.contains("SLACK_WEBHOOK_URL_MONITORING") == true, "\(doctor)")
            #expect(doctor.status == 1)
        }

        /// -1 where it is not served.
        private func figure(_ name: String) async throws -> Double {
            let text = String(decoding: try await place.fleet.anybody.get("/metrics").body, as: UTF8.self)
            let line = text.split(separator: "\n").first { $0.hasPrefix(name) }
            return line.flatMap { Double($0.dropFirst(name.count)) } ?? -1
        }
    }
}
