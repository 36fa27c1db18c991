import FleetTestSupport
import Foundation
import MailTestSupport
import TestSupport
import Testing

extension NotifyFleet {
    @Suite("Mails about access") struct AccessMailTests {
        let place: NotifyEnvironment

        init() throws { place = try NotifyEnvironment.current }

        private static let password = "correct horse battery staple"

        /// Invites a user whose address has a domain of its own.
        private func invite(_ more: [String: JSON] = [:]) async throws -> (domain: String, email: String, id: String) {
            let domain = "\(UUID().uuidString.prefix(8).lowercased()).test"
            let email = "ada@\(domain)"
            let body: [String: JSON] = ["email": .string(email), "role": "student"]
            let answer = try await place.school.caller.post("/users", .object(body.merging(more) { $1 }))
            guard answer.status == 201, let id = answer["id"].string else { throw Unexpected(answer) }
            return (domain, email, id)
        }

        /// The mails to a domain, once there are so many.
        private func mails(to domain: String, _ count: Int) async throws -> [MailParser.Mail] {
            let parser = try await MailParser()
            _ = try await eventually(within: .seconds(20)) { try await place.mail.seen(in: domain).count >= count }
            var mails: [MailParser.Mail] = []
            let seen = try await place.mail.seen(in: domain)
            for mail in seen { mails.append(try await parser.parse(Array(mail.data))) }
            return mails
        }

        private func token(in mail: MailParser.Mail, _ page: String) throws -> String {
            let text = try #require(mail.parts.first?.text)
            return String(
                try #require(text.firstMatch(of: try Regex("/#/\(page)\\?token=([A-Za-z0-9_-]{43})"))?[1].substring))
        }

        private func choose(_ path: String, _ token: String, _ password: String = password) async throws -> Int {
            try await place.fleet.anybody.post(path, ["token": .string(token), "password": .string(password)]).status
        }

        private func forgot(_ email: String) async throws -> Answer {
            try await place.fleet.anybody.post("/auth/forgot", ["email": .string(email)])
        }

        /// Whether a text stands anywhere in what is kept of notifications and jobs.
        private func isKept(_ token: String) async throws -> Bool {
            let pattern = "%\(token)%"
            return try await place.fleet.count(
                """
                select (select count(*) from flotilla.notifications n where n::text like \(pattern))
                    + (select count(*) from flotilla.jobs j where j::text like \(pattern))
                """) > 0
        }

        @Test("who is invited gets a mail whose link lets them choose a password; afterwards its token is kept nowhere")
        func invited() async throws {
            let (domain, _, _) = try await invite(["name": "Ada", "locale": "fr"])
            let sent = try await mails(to: domain, 1)
            let mail = try #require(sent.first)
            #expect(sent.count == 1 && mail.headers["list-unsubscribe"] == nil, "\(mail.headers)")
            #expect(mail.parts.first?.text.contains("Bonjour Ada") == true, "\(mail.parts)")
            let token = try token(in: mail, "accept")
            #expect(try await eventually(within: .seconds(10)) { try await !isKept(token) })
            #expect(!place.fleet.logs.contains(token))
            #expect(try await choose("/auth/accept", token) == 200)
            #expect(try await choose("/auth/accept", token) != 200)
        }

        @Test("a lost password is chosen anew by a mail's link, once, and a mail says so")
        func reset() async throws {
            let (domain, email, _) = try await invite()
            let invitation = try token(in: try #require(try await mails(to: domain, 1).first), "accept")
            #expect(try await forgot(email).status == 202)
            #expect(try await choose("/auth/accept", invitation) == 200)
            #expect(try await forgot(email.uppercased()).status == 202)
            // The one before the invitation was accepted brought none.
            let sent = try await mails(to: domain, 2)
            let token = try token(in: try #require(sent.last), "reset")
            #expect(sent.count == 2)
            #expect(try await eventually(within: .seconds(10)) { try await !isKept(token) })
            #expect(try await choose("/auth/reset", token, "another horse, another staple") == 200)
            #expect(try await choose("/auth/reset", token, "another horse, another battery") != 200)
            let subjects = try await mails(to: domain, 3).map { $0.headers["subject"] ?? "" }
            #expect(subjects.count == 3 && subjects[2].contains("password"), "\(subjects)")
        }

        @Test("a lost password is answered alike whether there is such a user or not, and a flood brings few mails")
        func flood() async throws {
            let user = try await place.join(place.school.caller)
            let (domain, email, _) = try await invite()
            let invitation = try token(in: try #require(try await mails(to: domain, 1).first), "accept")
            #expect(try await choose("/auth/accept", invitation) == 200)
            let times = try await withThrowingTaskGroup(of: (Bool, Duration).self) { group in
                for number in 0..<24 {
                    let isKnown = number.isMultiple(of: 2)
                    let address = isKnown ? email : "nobody-\(number)@\(domain)"
                    group.addTask {
                        let answer = try await forgot(address)
                        #expect(answer.status == 202 && answer.body.isEmpty)
                        return (isKnown, answer.time)
                    }
                }
                return try await group.reduce(into: [(Bool, Duration)]()) { $0.append($1) }
            }
            #expect(times.allSatisfy { $0.1 >= .milliseconds(150) }, "\(times)")
            for _ in 0..<8 { #expect(try await forgot(email).status == 202) }
            // What came meanwhile is settled once a later one is.
            let changed = try await user.caller.post(
                "/auth/password", ["current": .string(Self.password), "new": "another horse, another staple"])
            #expect(changed.status == 200, "\(changed)")
            let sent = try await mails(to: domain, 6)
            #expect((2...6).contains(sent.count), "\(sent.count)")
            #expect(try await place.mail.seen(in: domain).allSatisfy { $0.recipient == email })
        }

        @Test("a mail about access that was settled cannot be sent again")
        func replayed() async throws {
            let (domain, _, id) = try await invite()
            _ = try await mails(to: domain, 1)
            let user = try #require(UUID(uuidString: id))
            let row = try #require(
                try await place.fleet.database.query(
                    "select id, notification_id from flotilla.deliveries where user_id = \(user)"
                ).rows.first)
            let delivery = try row.decode("id", as: UUID.self).uuidString.lowercased()
            let notification = try row.decode("notification_id", as: UUID.self).uuidString.lowercased()
            let school = place.school.caller
            #expect(
                try await eventually(within: .seconds(10)) {
                    try await school.get("/notifications/\(notification)")["deliveries"][0]["status"] == "sent"
                })
            let replay = try await school.post("/deliveries/\(delivery)/replay", [:])
            #expect(replay.status == 409 && replay["detail"].string?.contains("ask for another") == true, "\(replay)")
            let again = try await school.get("/notifications/\(notification)")["deliveries"][0]
            #expect(again["status"] == "sent", "\(again)")
            #expect(try await place.mail.seen(in: domain).count == 1)
        }
    }
}
