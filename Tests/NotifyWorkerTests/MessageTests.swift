import FleetTestSupport
import Foundation
import HTTPServer
import MailTestSupport
import TestSupport
import Testing

extension NotifyFleet {
    @Suite("Messages") struct MessageTests {
        let place: NotifyEnvironment

        init() throws { place = try NotifyEnvironment.current }

        @Test(
            "a message reaches the other one's streams at any API process, in order, once each, and is then no notification"
        )
        func live() async throws {
            let pair = try await Pair(place.fleet)
            let (process, other) = try await place.fleet.listening()
            var elsewhere = pair.pupil.caller
            elsewhere = Caller(url: other.url, token: elsewhere.token)
            var streams: [AsyncThrowingStream<ServerEvent, any Error>] = []
            for caller in [pair.pupil.caller, elsewhere] {
                // From the first message on, whenever the stream begins.
                streams.append(try await caller.listen(at: "/conversations/events", after: "0"))
            }
            for number in 1...3 { try await pair.send("Message \(number)") }
            var last = ""
            for stream in streams {
                var texts: [String] = []
                for try await event in stream where event.name == "message" {
                    texts.append(event.json["text"].string ?? "")
                    #expect(event.json["from"] == .string(pair.professor.id))
                    #expect(event.json["conversation_id"] == .string(pair.id))
                    last = event.id
                    if texts.count == 3 { break }
                }
                #expect(texts == ["Message 1", "Message 2", "Message 3"])
            }
            // Messages that come while no stream is open are sent to the next one, which says where it broke off.
            try await pair.send("Message 4")
            for try await event in try await elsewhere.listen(at: "/conversations/events", after: last) {
                #expect(event.json["text"] == "Message 4", "\(event)")
                break
            }
            let digests = try await pair.digests(place.fleet)
            #expect(digests.count == 4)
            for digest in digests {
                let job = try await place.admin.settled(digest.uuidString.lowercased())
                #expect(job["status"] == "succeeded" && job["result"]["messages"] == 0, "\(job)")
            }
            #expect(try await pair.requests(place.fleet) == 0)
            _ = await process.terminate()
        }

        @Test(
            "ten messages that nobody is connected for are one notification and one mail, within a minute of the first")
        func digest() async throws {
            let pair = try await Pair(place.fleet)
            let start = ContinuousClock.now
            for number in 1...10 { try await pair.send("Message \(number)") }
            // What was read in time is no news.
            try await pair.send("An answer", by: pair.pupil.caller)
            #expect(try await pair.professor.caller.get(pair.messages)["items"].array.count == 11)
            for digest in try await pair.digests(place.fleet) {
                let job = try await place.admin.settled(digest.uuidString.lowercased())
                #expect(job["status"] == "succeeded", "\(job)")
            }
            #expect(try await pair.requests(place.fleet) == 1)
            let isInBox = try await eventually(within: .seconds(30)) {
                try await pair.pupil.caller.get("/notifications")["items"].array.count == 1
            }
            #expect(isInBox)
            let item = try await pair.pupil.caller.get("/notifications")["items"][0]
            #expect(item["subject"] == "Ada Lovelace vous a écrit", "\(item)")
            #expect(item["body"].string?.contains("10 nouveaux messages") == true, "\(item)")
            #expect(item["link"] == .string("/#/conversations/\(pair.id)"))
            let mail = place.mail
            func mails(_ email: String) async throws -> [FaultyMailServer.Seen] {
                try await mail.seen(in: "school.test").filter {
                    $0.recipient == email && $0.text.contains("List-Unsubscribe:")
                }
            }
            let hasCome = try await eventually(within: .seconds(60)) { try await !mails(pair.pupil.email).isEmpty }
            print("figure: ten messages, the mail of them after \(ContinuousClock.now - start)")
            #expect(hasCome && ContinuousClock.now - start < .seconds(60))
            #expect(try await mails(pair.pupil.email).count == 1)
            #expect(try await pair.professor.caller.get("/notifications")["items"].array.isEmpty)
        }

        @Test("people of support learn of a message in their own accounts")
        func support() async throws {
            let staff = try await place.fleet.user(role: "support")
            let pair = try await Pair(place.fleet)
            let opened = try await pair.pupil.caller.post("/conversations", ["with": "support"])
            let id = try #require(opened["id"].string)
            #expect(
                try await pair.pupil.caller.post("/conversations/\(id)/messages", ["text": "Help!"]).status == 201)
            let hasCome = try await eventually(within: .seconds(60)) {
                try await staff.get("/notifications")["items"].array.contains {
                    $0["link"] == .string("/#/conversations/\(id)")
                }
            }
            #expect(hasCome)
        }
    }
}
