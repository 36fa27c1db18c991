import FleetTestSupport
import Foundation
import MailTestSupport
import Notifications
import Testing

extension NotifyFleet {
    @Suite("What people choose") struct ChoiceTests {
        let place: NotifyEnvironment

        init() throws { place = try NotifyEnvironment.current }

        private var school: Caller { place.school.caller }

        private func put(_ caller: Caller, _ body: JSON) async throws -> Answer {
            try await caller.send("PUT", "/notification-preferences", body: body.bytes)
        }

        /// Where a person's mails are unsubscribed from, signed as the fleet signs.
        private func path(_ person: UnsubscribeToken.Person, topic: String?) async throws -> String {
            let row = try #require(
                try await place.fleet.database.query("select secret from flotilla.notification_secrets").rows.first)
            let tenant = try #require(UUID(uuidString: place.school.id))
            let signer = UnsubscribeSigner(secret: try row.decode("secret"))
            return "/unsubscribe/" + signer.text(of: UnsubscribeToken(person, of: tenant, topic: topic))
        }

        @Test("preferences are each user's own, begin in the user's language, and are put as a whole")
        func preferences() async throws {
            let user = try await place.join(school, locale: "fr-FR").caller
            let other = try await place.join(school).caller
            let standard = try await user.get("/notification-preferences")
            #expect(standard.status == 200 && standard["locale"] == "fr-FR", "\(standard)")
            #expect(standard["time_zone"] == "UTC" && standard["quiet_hours"] == .null)
            #expect(standard["channels"] == ["email": true, "in_app": true] && standard["topics"] == [:])
            let wish: JSON = [
                "time_zone": "Europe/Paris", "quiet_hours": ["from": "22:00", "to": "07:00"],
                "topics": ["scan_finished": ["email": true]],
            ]
            let put = try await put(user, wish)
            #expect(put.status == 200 && put["time_zone"] == "Europe/Paris", "\(put)")
            #expect(put["locale"] == "fr-FR" && put["topics"]["scan_finished"] == ["email": true, "in_app": true])
            #expect(try await user.get("/notification-preferences").json == put.json)
            #expect(try await other.get("/notification-preferences")["time_zone"] == "UTC")
            #expect(try await self.put(user, [:])["quiet_hours"] == .null)
            let wrong = try await self.put(user, ["time_zone": "Mars", "topics": ["nope": [:]], "x": 1])
            #expect(wrong.status == 422, "\(wrong)")
            let pointers = wrong["errors"].array.compactMap { $0["pointer"].string }
            #expect(Set(pointers) == ["/time_zone", "/topics/nope", "/x"])
            #expect(try await user.get("/notification-preferences")["time_zone"] == "UTC")
        }

        @Test("a topic that brings no mail brings one to those who ask for it")
        func asked() async throws {
            let (user, other) = (try await place.join(school), try await place.join(school))
            _ = try await put(user.caller, ["topics": ["scan_finished": ["email": true]]])
            let accepted = try await school.notify(
                [["user_id": .string(user.id)], ["user_id": .string(other.id)]],
                ["template": "scan_finished", "data": ["status": "success", "resources": 3]])
            let mails = accepted["deliveries"].array.filter { $0["channel"] == "email" }
            #expect(mails.map { $0["recipient"] } == [.string(user.email)], "\(accepted)")
        }

        @Test("a mail that waits for the end of quiet hours is sent at once when these are shortened or taken away")
        func shortened() async throws {
            let hour = Calendar(identifier: .gregorian).dateComponents(in: .gmt, from: .now).hour ?? 0
            func clock(_ hour: Int) -> JSON { .string("\((hour + 24) % 24 < 10 ? "0" : "")\((hour + 24) % 24):00") }
            let quiet: JSON = ["from": clock(hour - 2), "to": clock(hour + 4)]
            for next in [.null, ["from": clock(hour - 2), "to": clock(hour - 1)]] as [JSON] {
                let user = try await place.join(school)
                _ = try await put(user.caller, ["quiet_hours": quiet])
                let accepted = try await school.notify(["user_id": .string(user.id)], ["channels": ["email"]])
                let job = accepted["deliveries"][0]["job_id"].string ?? ""
                let held = try await place.waiting(job, for: "scheduled")
                #expect(held["error"]["code"] == "snoozed", "\(held)")
                // Other choices do not send it.
                _ = try await put(user.caller, ["quiet_hours": quiet, "locale": "fr"])
                #expect(try await place.admin.get("/jobs/\(job)")["status"] == "scheduled")
                #expect(try await put(user.caller, ["quiet_hours": next]).status == 200)
                let delivery = try await school.delivered(accepted)["deliveries"][0]
                #expect(delivery["status"] == "sent", "\(delivery)")
            }
        }

        @Test("what was declined for a topic does not come, and other topics do")
        func declined() async throws {
            let user = try await place.join(school)
            _ = try await put(user.caller, ["topics": ["message": ["in_app": false]]])
            let to: JSON = ["user_id": .string(user.id)]
            let declined = try await school.notify(to, ["channels": ["in_app"]])
            #expect(declined["deliveries"][0]["status"] == "suppressed", "\(declined)")
            #expect(try await school.delivered(declined)["deliveries"][0]["reason"] == "preference")
            let other = try await school.notify(
                to, ["template": "finding_opened", "data": ["count": 1], "channels": ["in_app"]])
            #expect(try await school.delivered(other)["deliveries"][0]["status"] == "sent")
            let urgent = try await school.notify(to, ["channels": ["in_app"], "severity": "P1"])
            #expect(try await school.delivered(urgent)["deliveries"][0]["status"] == "sent")
        }

        @Test(
            "to open the link of a mail changes nothing; one click ends the topic's mails; preferences bring them back")
        func unsubscribed() async throws {
            let user = try await place.join(school, locale: "fr")
            let id = try #require(UUID(uuidString: user.id))
            let path = try await path(.user(id), topic: "message")
            let anybody = place.fleet.anybody
            func email() async throws -> JSON {
                try await user.caller.get("/notification-preferences")["topics"]["message"]["email"]
            }
            let page = try await anybody.get(path)
            #expect(page.status == 200 && page.headers["Content-Type"] == "text/html; charset=utf-8", "\(page)")
            #expect(String(decoding: page.body, as: UTF8.self).contains("lang=\"fr\""))
            let policy = page.headers["Content-Security-Policy"]
            #expect(policy?.contains("form-action 'self'") == true && page.headers["Cache-Control"] == "no-store")
            #expect(try await email() == .null)
            for _ in 0..<2 {
                let done = try await anybody.send(
                    "POST", path, body: Array("List-Unsubscribe=One-Click".utf8),
                    headers: [("Content-Type", "application/x-www-form-urlencoded")])
                #expect(done.status == 200, "\(done)")
            }
            #expect(try await email() == false)
            let mail = try await school.notify(["user_id": .string(user.id)], ["channels": ["email", "in_app"]])
            let deliveries = try await school.delivered(mail)["deliveries"].array
            #expect(deliveries.map { $0["reason"] } == ["unsubscribed", .null], "\(deliveries)")
            // As they are shown they change nothing.
            let shown = try await user.caller.get("/notification-preferences").json
            #expect(try await put(user.caller, shown)["topics"]["message"]["email"] == false)
            #expect(try await put(user.caller, ["topics": ["message": ["email": true]]]).status == 200)
            #expect(try await email() == true)
            let again = try await school.notify(["user_id": .string(user.id)], ["channels": ["email"]])
            #expect(again["deliveries"][0]["status"] == "queued", "\(again)")
        }

        @Test(
            "an address without an account is unsubscribed from all by the button for all; a link of no one's is none")
        func stranger() async throws {
            let address = "Someone-\(UUID().uuidString)@elsewhere.test"
            let path = try await path(.address(UnsubscribeToken.fingerprint(of: address)), topic: "message")
            let anybody = place.fleet.anybody
            let done = try await anybody.send("POST", path, body: Array("scope=all".utf8))
            #expect(done.status == 200, "\(done)")
            let mail = try await school.notify(
                ["email": .string(address)],
                ["template": "finding_opened", "data": ["count": 1], "channels": ["email"]])
            #expect(mail["deliveries"][0]["status"] == "suppressed", "\(mail)")
            let forged = path.dropLast(2) + (path.hasSuffix("AA") ? "BB" : "AA")
            for answer in [try await anybody.get(String(forged)), try await anybody.post(String(forged), [:])] {
                #expect(answer.status == 404 && answer.headers["Content-Type"] == "text/html; charset=utf-8")
            }
        }
    }
}
