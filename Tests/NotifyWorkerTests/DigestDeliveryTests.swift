import FleetTestSupport
import Foundation
import MailTestSupport
import TestSupport
import Testing

extension NotifyFleet {
    @Suite("Digests") struct DigestDeliveryTests {
        let place: NotifyEnvironment

        init() throws { place = try NotifyEnvironment.current }

        private var school: Caller { place.school.caller }

        private func message(_ number: Int, to email: String, _ more: [String: JSON] = [:]) async throws -> Answer {
            let options: [String: JSON] = [
                "template": "message_received", "data": ["sender": .string("Ada \(number)")], "channels": ["email"],
            ]
            return try await school.notify(["email": .string(email)], options.merging(more) { $1 })
        }

        @Test("what gathers for one person is one mail, each delivery of it is sent, and what is urgent does not wait")
        func gathered() async throws {
            let domain = "\(UUID().uuidString.prefix(8).lowercased()).test"
            let start = Date.now
            var accepted: [Answer] = []
            for number in 1...3 { accepted.append(try await message(number, to: "zoe@\(domain)")) }
            let other = try await message(4, to: "lea@\(domain)")
            let refused = try await message(5, to: "rcpt-550@\(domain)")
            let refusedToo = try await message(6, to: "rcpt-550@\(domain)")
            let urgent = try await school.delivered(try await message(7, to: "zoe@\(domain)", ["severity": "P1"]))
            #expect(urgent["deliveries"][0]["status"] == "sent" && start.timeIntervalSinceNow > -25, "\(urgent)")
            var identities: Set<JSON> = []
            for answer in accepted {
                let delivery = try await school.delivered(answer)["deliveries"][0]
                #expect(delivery["status"] == "sent" && delivery["attempts"].array.count == 1, "\(delivery)")
                identities.insert(delivery["message_id"])
            }
            #expect(start.timeIntervalSinceNow < -29)
            #expect(identities.count == 1, "\(identities)")
            let mails = try await place.mail.seen(in: domain).filter { $0.recipient.hasPrefix("zoe") }
            #expect(mails.count == 2)
            let mail = try await MailParser().parse(Array(try #require(mails.last).data))
            #expect(mail.headers["subject"] == "You have new messages (3)", "\(mail.headers)")
            #expect((1...3).allSatisfy { mail.parts.first?.text.contains("Ada \($0)") == true }, "\(mail.parts)")
            #expect(try await school.delivered(other)["deliveries"][0]["status"] == "sent")
            for answer in [refused, refusedToo] {
                let delivery = try await school.delivered(answer)["deliveries"][0]
                #expect(delivery["status"] == "failed" && delivery["reason"] == "550", "\(delivery)")
                #expect(delivery["attempts"].array.count == 1)
            }
        }

        @Test("a digest whose acceptance is not known is unknown for all that it took along, and is not sent again")
        func unknown() async throws {
            let domain = "\(UUID().uuidString.prefix(8).lowercased()).test"
            let accepted = [
                try await message(1, to: "cut-dot@\(domain)"), try await message(2, to: "cut-dot@\(domain)"),
            ]
            for answer in accepted {
                let delivery = try await school.delivered(answer)["deliveries"][0]
                #expect(delivery["status"] == "unknown", "\(delivery)")
                #expect(delivery["attempts"].array.map { $0["outcome"] } == ["unknown"])
            }
        }
    }
}
