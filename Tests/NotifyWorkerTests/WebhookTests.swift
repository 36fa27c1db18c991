import ChannelTestSupport
import FleetTestSupport
import Foundation
import TestSupport
import Testing

extension NotifyFleet {
    @Suite("Webhooks") struct WebhookTests {
        let place: NotifyEnvironment

        init() throws { place = try NotifyEnvironment.current }

        /// A school with an endpoint of its own.
        private func endpoint(
            _ more: [String: JSON] = [:]
        ) async throws -> (school: Caller, id: String, path: String, secret: String) {
            let school = try await place.fleet.signUp().caller
            let path = "/\(UUID().uuidString)"
            let made = try await school.post(
                "/webhook-endpoints", .object(more.merging(["url": .string(place.sink.url(path))]) { $1 }))
            guard made.status == 201, let id = made["id"].string, let secret = made["secret"].string else {
                throw Unexpected(made)
            }
            return (school, id, path, secret)
        }

        @Test("an event is posted once, signed, under the delivery's id, to the endpoints of its topic alone")
        func posted() async throws {
            let (school, id, path, secret) = try await endpoint()
            let other = try await school.post(
                "/webhook-endpoints",
                ["url": .string(place.sink.url("/other")), "events": ["invoice_created"], "description": "invoices"])
            #expect(other.status == 201 && other["secret"] != .string(secret))
            try await place.sink.set { $0.secrets = [secret] }
            let accepted = try await school.notify(
                ["role": "school"], ["channels": ["webhook"], "severity": "P2", "link": "/scans/1"])
            let notification = try await school.delivered(accepted)
            let delivery = notification["deliveries"][0]
            #expect(notification["deliveries"].array.count == 1 && delivery["recipient"] == .string(id))
            #expect(delivery["status"] == "sent" && delivery["attempts"][0]["code"] == "204", "\(notification)")
            let requests = try await place.sink.requests(path)
            let request = try #require(requests.first)
            #expect(requests.count == 1 && request.verdict.contains("verified"))
            #expect(.string(request.headers["webhook-id"] ?? "") == delivery["id"])
            let body = try JSON(parsing: Array(request.body.utf8))
            #expect(body["type"] == "message" && body["data"]["notification_id"] == accepted["id"])
            #expect(body["data"]["subject"] == "A word" && body["data"]["severity"] == "P2")
            #expect(body["data"]["link"] == "/scans/1" && body["timestamp"].string != nil)
            let listed = try await school.get("/webhook-endpoints/\(id)/deliveries")
            #expect(listed["items"].array.map { $0["id"] } == [delivery["id"]])
            let shown = try await school.get("/webhook-endpoints/\(id)")
            #expect(shown["secret"] == .null && shown["enabled"] == true && shown["events"] == ["*"])
        }

        @Test("an endpoint that answers 503 gets the same message again under the same id, after its Retry-After")
        func retried() async throws {
            let (school, _, path, _) = try await endpoint()
            try await place.sink.script(path, .init(503, headers: ["Retry-After": "1"], body: "busy"), .init(200))
            let accepted = try await school.notify(["role": "school"], ["channels": ["webhook"]])
            let notification = try await school.delivered(accepted)
            let delivery = notification["deliveries"][0]
            #expect(delivery["status"] == "sent", "\(notification)")
            #expect(delivery["attempts"].array.map { $0["outcome"].string } == ["deferred", "sent"])
            #expect(delivery["attempts"][0]["code"] == "503")
            #expect(delivery["attempts"][0]["text"].string?.contains("busy") == true)
            let requests = try await place.sink.requests(path)
            #expect(Set(requests.map { $0.headers["webhook-id"] }).count == 1 && requests.count == 2)
        }

        @Test("an endpoint that is gone is disabled, its owner learns of it, and enabled again it gets a replay")
        func gone() async throws {
            let (school, id, path, _) = try await endpoint()
            try await place.sink.script(path, .init(410, body: "gone"))
            let accepted = try await school.notify(["role": "school"], ["channels": ["webhook"]])
            let first = try await school.delivered(accepted)["deliveries"][0]
            #expect(first["status"] == "failed" && first["reason"] == "410", "\(first)")
            let disabled = try await school.get("/webhook-endpoints/\(id)")
            #expect(disabled["enabled"] == false && disabled["disabled_reason"].string?.contains("410") == true)
            let url = place.sink.url(path)
            let isKnown = try await eventually(within: .seconds(20)) {
                let inbox = try await school.get("/notifications")
                return inbox["items"].array.contains { $0["body"].string?.contains(url) == true }
            }
            #expect(isKnown)
            // Nothing more goes there meanwhile.
            #expect(try await school.notify(["role": "school"], ["channels": ["webhook"]])["deliveries"] == [])
            let delivery = try #require(first["id"].string)
            #expect(try await school.post("/webhook-endpoints/\(id)/enable", [:])["enabled"] == true)
            let replay = try await school.post("/deliveries/\(delivery)/replay", [:])
            #expect(replay.status == 202, "\(replay)")
            _ = try await school.settled(try #require(replay["job_id"].string))
            let again = try await school.get("/notifications/\(accepted["id"].string ?? "")")["deliveries"][0]
            #expect(again["status"] == "sent" && again["reason"] == .null, "\(again)")
            let requests = try await place.sink.requests(path)
            #expect(requests.count == 2 && Set(requests.map { $0.headers["webhook-id"] }) == [delivery])
        }

        @Test("of many replays at once one counts, and the others say so")
        func replays() async throws {
            let (school, _, path, _) = try await endpoint()
            let accepted = try await school.notify(["role": "school"], ["channels": ["webhook"]])
            let delivery = try await school.delivered(accepted)["deliveries"][0]["id"].string ?? ""
            let answers = try await withThrowingTaskGroup(of: Answer.self) { group in
                for _ in 0..<12 { group.addTask { try await school.post("/deliveries/\(delivery)/replay", [:]) } }
                return try await group.reduce(into: []) { $0.append($1) }
            }
            let counted = answers.filter { $0.status == 202 }
            #expect(answers.allSatisfy { $0.status == 202 || $0.status == 409 })
            for answer in counted {
                #expect(try await school.settled(answer["job_id"].string ?? "")["status"] == "succeeded")
            }
            #expect(try await place.sink.requests(path).count == 1 + counted.count)
            let shown = try await school.get(accepted["status_url"].string ?? "")["deliveries"][0]
            #expect(shown["status"] == "sent" && shown["attempts"].array.count == 1 + counted.count, "\(shown)")
        }

        @Test("for a day after a rotation both secrets sign")
        func rotated() async throws {
            let (school, id, path, old) = try await endpoint()
            let rotated = try await school.post("/webhook-endpoints/\(id)/rotate", [:])
            let new = try #require(rotated["secret"].string)
            #expect(rotated.status == 200 && new != old)
            try await place.sink.set { $0.secrets = [old, new] }
            let tested = try await school.post("/webhook-endpoints/\(id)/test", [:])
            #expect(tested.status == 202, "\(tested)")
            _ = try await school.delivered(tested)
            // One verdict for each secret that any test has set.
            let verdicts = try await place.sink.requests(path).map { $0.verdict.filter { $0 == "verified" }.count }
            #expect(verdicts == [2])
        }

        @Test("what waits for an endpoint fails at once when that is deleted, whether it was tried or not")
        func deleted() async throws {
            let (school, id, path, _) = try await endpoint()
            try await place.sink.script(path, .init(503, headers: ["Retry-After": "3600"]))
            let tried = try await school.notify(["role": "school"], ["channels": ["webhook"]])
            let job = try await place.waiting(tried["deliveries"][0]["job_id"].string ?? "", for: "retrying")
            #expect(job["status"] == "retrying", "\(job)")
            let later = try await school.notify(
                ["role": "school"], ["channels": ["webhook"], "send_at": "2099-01-01T00:00:00Z"])
            #expect(try await school.send("DELETE", "/webhook-endpoints/\(id)").status == 204)
            for (accepted, attempts) in [(tried, 1), (later, 0)] {
                let shown = try await school.get(accepted["status_url"].string ?? "")["deliveries"][0]
                #expect(shown["status"] == "failed" && shown["reason"] == "endpoint_gone", "\(shown)")
                // Its job has nothing left to do, and does not wait for that.
                let job = try await place.waiting(accepted["deliveries"][0]["job_id"].string ?? "", for: "succeeded")
                #expect(job["status"] == "succeeded", "\(job)")
                let ended = try await school.get(accepted["status_url"].string ?? "")["deliveries"][0]
                #expect(ended["status"] == "failed" && ended["attempts"].array.count == attempts, "\(ended)")
            }
            #expect(try await place.sink.requests(path).count == 1)
        }

        @Test("what leads into our own network is refused when it is registered, and when it is changed")
        func refused() async throws {
            let (school, id, _, _) = try await endpoint()
            let urls = [
                "http://127.0.0.2/", "https://[::ffff:169.254.169.254]/", "https://10.0.0.1/",
                "https://0x7f000002/", "ftp://example.org/", "https://user:word@example.org/", "http://example.org/",
                "https://[64:ff9b::a9fe:a9fe]/", "https://2130706434/", "",
            ]
            for url in urls {
                let answer = try await school.post("/webhook-endpoints", ["url": .string(url)])
                #expect(answer.status == 422 && answer["errors"][0]["pointer"] == "/url", "\(url) \(answer)")
                let patched = try await school.send(
                    "PATCH", "/webhook-endpoints/\(id)", body: JSON.object(["url": .string(url)]).bytes)
                #expect(patched.status == 422, "\(url) \(patched)")
            }
            let topics = try await school.post(
                "/webhook-endpoints", ["url": "https://hooks.example.org/", "events": ["nope"]])
            #expect(topics.status == 422 && topics["errors"][0]["pointer"] == "/events")
            let stranger = try await place.fleet.signUp().caller
            #expect(try await stranger.get("/webhook-endpoints/\(id)").status == 404)
            #expect(try await stranger.send("DELETE", "/webhook-endpoints/\(id)").status == 404)
            #expect(try await school.send("DELETE", "/webhook-endpoints/\(id)").status == 204)
        }
    }
}
