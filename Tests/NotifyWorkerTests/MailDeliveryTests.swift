import FleetTestSupport
import Foundation
import MailTestSupport
import TestSupport
import Testing

extension NotifyFleet {
    @Suite("Mail") struct MailDeliveryTests {
        let place: NotifyEnvironment

        init() throws { place = try NotifyEnvironment.current }

        private var school: Caller { place.school.caller }

        private func domain() -> String { "\(UUID().uuidString.prefix(8).lowercased()).test" }

        @Test("a mail is handed over once, with the delivery's id as its own, and is whole for another program")
        func sent() async throws {
            let domain = domain()
            let accepted = try await school.notify(
                ["email": .string("zoe@\(domain)"), "name": "Zoé Müller", "locale": "fr"],
                ["channels": ["email"], "subject": "Réunion à 9 h", "body": "Salle 4.\n\nÀ demain."])
            let delivery = try await school.delivered(accepted)["deliveries"][0]
            #expect(delivery["status"] == "sent" && delivery["attempts"][0]["code"] == "250", "\(delivery)")
            let seen = try await place.mail.seen(in: domain)
            #expect(seen.count == 1)
            let mail = try await MailParser().parse(Array(try #require(seen.first).data))
            let id = try #require(delivery["id"].string)
            #expect(mail.headers["message-id"] == "<\(id)@flotilla.test>")
            #expect(delivery["message_id"] == .string("\(id)@flotilla.test"))
            #expect(mail.headers["subject"] == "Réunion à 9 h" && mail.headers["auto-submitted"] == "auto-generated")
            #expect(
                mail.sender == [["Flotilla", "no-reply@flotilla.test"]] && mail.to == [["Zoé Müller", "zoe@\(domain)"]])
            #expect(mail.parts.map(\.type) == ["text/plain", "text/html"] && mail.defects.isEmpty, "\(mail.defects)")
            #expect(mail.parts.allSatisfy { $0.text.contains("À demain.") })
            // A reader leaves by one click, without a sign-in (RFC 8058).
            #expect(mail.headers["list-unsubscribe-post"] == "List-Unsubscribe=One-Click")
            let link = try #require(mail.headers["list-unsubscribe"]).trimming(["<", ">"])
            let path = try #require(link.firstRange(of: "/unsubscribe/").map { String(link[$0.lowerBound...]) })
            let left = try await place.fleet.anybody.send(
                "POST", path, body: Array("List-Unsubscribe=One-Click".utf8),
                headers: [("Content-Type", "application/x-www-form-urlencoded")])
            #expect(left.status == 200, "\(left)")
            let next = try await school.notify(["email": .string("zoe@\(domain)")], ["channels": ["email"]])
            #expect(next["deliveries"][0]["reason"] == "unsubscribed", "\(next)")
        }

        @Test("who is refused for good is failed with the server's words, and nobody else is")
        func refused() async throws {
            let domain = domain()
            let accepted = try await school.notify(
                [["email": .string("rcpt-550@\(domain)")], ["email": .string("ada@\(domain)")]],
                ["channels": ["email"]])
            let deliveries = try await school.delivered(accepted)["deliveries"].array
            #expect(deliveries.map { $0["status"].string } == ["failed", "sent"], "\(deliveries)")
            #expect(deliveries[0]["reason"] == "550" && deliveries[0]["attempts"].array.count == 1)
            #expect(deliveries[0]["attempts"][0]["text"].string?.contains("says no") == true)
        }

        @Test("who is put off waits for the next attempt five minutes later")
        func deferred() async throws {
            let accepted = try await school.notify(
                ["email": .string("rcpt-451@\(domain())")], ["channels": ["email"]])
            let id = try #require(accepted["deliveries"][0]["job_id"].string)
            let job = try await place.waiting(id, for: "retrying")
            #expect(job["error"]["code"] == "451", "\(job)")
            let runAt = try Date(job["run_at"].string ?? "", strategy: .iso8601WithFractions)
            #expect((290...340).contains(runAt.timeIntervalSinceNow), "\(runAt)")
            let delivery = try await school.get(accepted["status_url"].string ?? "")["deliveries"][0]
            #expect(delivery["status"] == "queued" && delivery["attempts"][0]["outcome"] == "deferred")
        }

        @Test("a mail whose acceptance is not known is unknown, and is not sent again")
        func unknown() async throws {
            let domain = domain()
            let accepted = try await school.notify(
                ["email": .string("cut-dot@\(domain)")], ["channels": ["email"]])
            let delivery = try await school.delivered(accepted)["deliveries"][0]
            #expect(delivery["status"] == "unknown", "\(delivery)")
            #expect(delivery["attempts"].array.map { $0["outcome"].string } == ["unknown"])
            let job = try await school.get("/jobs/\(delivery["job_id"].string ?? "")")
            #expect(job["status"] == "failed")
        }

        @Test("an unsubscribed reader's mail is suppressed, and one of severity P1 is sent all the same")
        func unsubscribed() async throws {
            let (domain, tenant) = (domain(), place.school.id)
            let address = "ada@\(domain)"
            _ = try await place.fleet.database.query(
                """
                insert into unsubscriptions (tenant, person, topic)
                values (\(UUID(uuidString: tenant)), encode(sha256(\(address)::bytea), 'hex'), '')
                """)
            let accepted = try await school.notify(["email": .string(address)], ["channels": ["email"]])
            #expect(accepted["deliveries"][0]["status"] == "suppressed", "\(accepted)")
            #expect(accepted["deliveries"][0]["job_id"] == .null)
            let shown = try await school.delivered(accepted)["deliveries"][0]
            #expect(shown["reason"] == "unsubscribed")
            let urgent = try await school.notify(
                ["email": .string(address)], ["channels": ["email"], "severity": "P1"])
            #expect(try await school.delivered(urgent)["deliveries"][0]["status"] == "sent")
        }
    }
}

extension NotifyEnvironment {
    /// Waits until a job has this status.
    func waiting(_ id: String, for status: String) async throws -> JSON {
        var job = JSON.null
        _ = try await eventually(within: .seconds(20)) {
            job = try await admin.get("/jobs/\(id)").json
            return job["status"] == .string(status)
        }
        return job
    }
}

extension ParseStrategy where Self == Date.ISO8601FormatStyle {
    static var iso8601WithFractions: Date.ISO8601FormatStyle {
        Date.ISO8601FormatStyle(includingFractionalSeconds: true)
    }
}

extension String {
    fileprivate func trimming(_ marks: Set<Character>) -> String { filter { !marks.contains($0) } }
}
