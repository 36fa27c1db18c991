import FleetTestSupport
import Foundation
import Testing

extension NotifyFleet {
    @Suite("The inbox") struct InboxTests {
        let place: NotifyEnvironment

        init() throws { place = try NotifyEnvironment.current }

        private var school: Caller { place.school.caller }

        @Test("a message for a user is found in the inbox, read and unread, by that user alone")
        func life() async throws {
            let user = try await place.join(school)
            let other = try await place.join(school)
            let accepted = try await school.notify(["user_id": .string(user.id)], ["channels": ["in_app"]])
            let id = try #require(accepted["id"].string)
            #expect(accepted.headers["Location"] == "/notifications/\(id)")
            let delivery = accepted["deliveries"][0]
            #expect(delivery["channel"] == "in_app" && delivery["recipient"] == .string(user.id))
            #expect(delivery["status"] == "queued" && delivery["job_id"].string != nil)
            let notification = try await school.delivered(accepted)
            #expect(notification["deliveries"][0]["status"] == "sent", "\(notification)")
            #expect(notification["deliveries"][0]["attempts"].array.count == 1)

            let inbox = try await user.caller.get("/notifications?unread=true")
            #expect(inbox["unread"] == 1 && inbox["items"].array.count == 1, "\(inbox)")
            let item = inbox["items"][0]
            #expect(item["id"] == .string(id) && item["subject"] == "A word" && item["read_at"] == .null)
            #expect(item["severity"] == "P3")
            #expect(try await other.caller.get("/notifications")["items"].array.isEmpty)
            #expect(try await other.caller.post("/notifications/\(id)/read", [:]).status == 404)
            #expect(try await other.caller.get("/notifications/\(id)").status == 404)
            #expect(try await user.caller.get("/notifications/\(id)")["deliveries"].array.count == 1)

            let read = try await user.caller.post("/notifications/\(id)/read", [:])
            #expect(read.status == 200 && read["read_at"].string != nil, "\(read)")
            #expect(try await user.caller.get("/notifications?unread=true")["items"].array.isEmpty)
            #expect(try await user.caller.get("/notifications")["unread"] == 0)
            #expect(try await user.caller.post("/notifications/\(id)/unread", [:])["read_at"] == .null)
            #expect(try await user.caller.post("/notifications/read", [:])["unread"] == 0)
            #expect(try await user.caller.get("/notifications?unread=false")["items"].array.count == 1)
        }

        @Test("a role reaches everybody who has it, each once, however often they are named")
        func role() async throws {
            let tenant = try await place.fleet.signUp()
            let professor = try await place.join(tenant.caller, role: "professor")
            for _ in 0..<3 { _ = try await place.join(tenant.caller) }
            let accepted = try await tenant.caller.notify(
                [["role": "student"], ["role": "professor"], ["user_id": .string(professor.id)]],
                ["channels": ["in_app"]])
            let notification = try await tenant.caller.delivered(accepted)
            let deliveries = notification["deliveries"].array
            #expect(deliveries.filter { $0["status"] == "sent" }.count == 4, "\(notification)")
            #expect(deliveries.filter { $0["reason"] == "duplicate" && $0["status"] == "suppressed" }.count == 1)
            #expect(try await professor.caller.get("/notifications")["items"].array.count == 1)
        }

        @Test("a template is written in the reader's language, and what it lacks is refused with its place")
        func template() async throws {
            let reader = try await place.join(school, name: "Zoé", locale: "fr-FR")
            let lacking = try await school.post(
                "/notifications",
                ["to": ["user_id": .string(reader.id)], "template": "finding_opened", "data": ["cuont": 1]])
            #expect(lacking.status == 422, "\(lacking)")
            let pointers = lacking["errors"].array.compactMap { $0["pointer"].string }
            #expect(Set(pointers) == ["/data/count", "/data/cuont"])
            let accepted = try await school.notify(
                ["user_id": .string(reader.id)],
                ["template": "finding_opened", "data": ["count": 3, "titles": ["b: public"]], "channels": ["in_app"]])
            #expect(try await school.delivered(accepted)["deliveries"][0]["status"] == "sent")
            let item = try await reader.caller.get("/notifications")["items"][0]
            #expect(item["severity"] == "P3", "\(item)")
            #expect(item["body"].string?.contains("b: public") == true)
            #expect(item["subject"].string?.contains("3") == true && item["subject"].string?.contains("need") == false)
        }

        @Test("a repeated key is the same event, also when twins come at once, and another tenant's is another")
        func dedup() async throws {
            let user = try await place.join(school)
            let to: JSON = ["user_id": .string(user.id)]
            let options: [String: JSON] = ["dedup_key": "invoice-42", "channels": ["in_app"]]
            let school = school
            let ids = try await withThrowingTaskGroup(of: String?.self) { group in
                for _ in 0..<8 { group.addTask { try await school.notify(to, options)["id"].string } }
                return try await group.reduce(into: Set()) { $0.insert($1) }
            }
            #expect(ids.count == 1)
            let again = try await school.notify(to, options)
            #expect(ids.contains(again["id"].string))
            _ = try await school.delivered(again)
            #expect(try await user.caller.get("/notifications")["items"].array.count == 1)
            let stranger = try await place.fleet.signUp()
            let other = try await stranger.caller.notify(["role": "school"], options)
            #expect(!ids.contains(other["id"].string))
        }

        @Test("what is wrong with a request is said with its place, and nothing is written")
        func refusals() async throws {
            func pointers(_ body: JSON) async throws -> [String] {
                let answer = try await school.post("/notifications", body)
                #expect(answer.status == 422, "\(body) \(answer)")
                return answer["errors"].array.compactMap { $0["pointer"].string }
            }
            let stranger = try await place.fleet.signUp()
            let theirs = try await stranger.caller.get("/users")["items"][0]["id"]
            #expect(try await pointers(["to": ["user_id": theirs], "subject": "s", "body": "b"]) == ["/to/user_id"])
            #expect(try await pointers(["subject": "s", "body": "b"]) == ["/to"])
            #expect(try await pointers(["to": [], "subject": "s", "body": "b"]) == ["/to"])
            #expect(
                try await pointers(["to": [["email": "a@b@c"], ["role": "king"]], "subject": "s", "body": "b"])
                    == ["/to/0/email", "/to/1/role"])
            #expect(
                try await pointers(["to": ["email": "a@x.test\r\nRCPT TO:<b@x.test>"], "subject": "s", "body": "b"])
                    == ["/to/email"])
            #expect(try await pointers(["to": ["role": "school"], "template": "nope"]) == ["/template"])
            #expect(try await pointers(["to": ["role": "school"], "subject": "s"]) == ["/body"])
            #expect(
                try await pointers(["to": ["role": "school"], "subject": "s", "body": "b", "channels": ["fax"]])
                    == ["/channels/0"])
            #expect(
                try await pointers(["to": ["role": "school"], "subject": "s", "body": "b", "severity": "P9"])
                    == ["/severity"])
            #expect(
                try await pointers(["to": ["role": "school"], "subject": "s", "body": "b", "link": "javascript:1"])
                    == ["/link"])
            let invited: JSON = [
                "to": ["email": "a@x.test"], "template": "password_reset", "data": [:], "link": "https://evil.test/",
            ]
            #expect(try await pointers(invited) == ["/link"])
            #expect(
                try await pointers(["to": ["role": "school"], "subject": "a\u{0}b", "body": "b"]) == ["/subject"])
            let many = JSON.array(Array(repeating: ["role": "student"], count: 1001))
            #expect(try await pointers(["to": many, "subject": "s", "body": "b"]) == ["/to"])
            let slack = try await school.post(
                "/notifications", ["to": ["role": "school"], "subject": "s", "body": "b", "channels": ["slack"]])
            #expect(slack.status == 403, "\(slack)")
            let student = try await place.join(school)
            let forbidden = try await student.caller.post(
                "/notifications", ["to": ["role": "school"], "subject": "s", "body": "b"])
            #expect(forbidden.status == 403)
        }
    }
}
