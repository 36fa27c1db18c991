import FleetTestSupport
import Foundation
import HTTPServer
import Testing

@testable import API

@Suite("Conversations") struct ConversationTests {
    private func open(_ member: Classroom.Member, with other: JSON) async throws -> Reply {
        try await member.post("/conversations", ["with": other])
    }

    /// - Returns: the path of its messages.
    private func conversation(_ member: Classroom.Member, with other: JSON) async throws -> String {
        let made = try await open(member, with: other)
        guard made.status == 201, let place = made.headers["Location"] else { throw Classroom.Unexpected(made) }
        return "\(place)/messages"
    }

    private func makeClass(_ room: Classroom, of students: [Classroom.Member]) async throws {
        let made = try await room.professor.post(
            "/classes", ["name": "6e", "student_ids": .array(students.map(\.name))])
        guard made.status == 201 else { throw Classroom.Unexpected(made) }
    }

    @Test("two write to each other, read each other, and find the conversation with what is unread") func whole()
        async throws
    {
        try await Classroom.with { room in
            let (professor, pupil) = (room.professor, room.students[0])
            try await makeClass(room, of: room.students)
            let made = try await open(professor, with: pupil.name)
            #expect(made.status == 201, "\(made)")
            let again = try await open(pupil, with: professor.name)
            #expect(again.status == 200 && again["id"] == made["id"], "\(again)")
            let messages = "\(try #require(made.headers["Location"]))/messages"

            let sent = try await professor.post(messages, ["text": "Hello.\nHow are you?"])
            #expect(sent.status == 201 && sent["from"] == professor.name, "\(sent)")
            #expect(try await pupil.post(messages, ["text": "Well."]).status == 201)
            let list = try await pupil.get("/conversations")
            let own = list["items"][0]
            #expect(own["id"] == made["id"] && own["with"] == professor.name && own["name"] == "A professor", "\(list)")
            #expect(own["unread"] == 1 && own["latest"]["text"] == "Well.", "\(own)")
            let read = try await pupil.get("\(messages)?limit=1")
            #expect(read["items"][0]["text"] == "Well." && read["next_cursor"].string != nil, "\(read)")
            #expect(try await pupil.get("/conversations")["items"][0]["unread"] == 1)
            let rest = try await pupil.get("\(messages)?limit=1&cursor=\(read["next_cursor"].string ?? "")")
            #expect(rest["items"].array.map { $0["text"] } == ["Hello.\nHow are you?"], "\(rest)")
            #expect(try await pupil.get("/conversations")["items"][0]["unread"] == 0)
            let seen = try await professor.get(messages)
            #expect(seen["items"][1]["read_at"].string != nil && seen["items"][0]["read_at"] == .null, "\(seen)")
            // Each message has a job that tells the other one of it unless a connection does.
            #expect(
                try await room.count(
                    """
                    select count(*) from flotilla.jobs where kind = 'school.message_digest' and status = 'scheduled'
                    """) == 2)
        }
    }

    @Test("who may write to whom; whoever else exists is not said") func reach() async throws {
        try await Classroom.with(students: 3) { room in
            let (professor, pupils) = (room.professor, room.students)
            let colleague = try await Classroom.member(.professor, of: room.api)
            let school = try await Classroom.member(.school, of: room.api)
            try await makeClass(room, of: Array(pupils[0...1]))
            for (one, other) in [
                (professor, pupils[0]), (pupils[0], professor), (professor, colleague), (school, pupils[2]),
                (pupils[2], school), (colleague, school), (pupils[0], pupils[1]),
            ] {
                let made = try await open(one, with: other.name)
                #expect([200, 201].contains(made.status), "\(one.role) \(other.role) \(made)")
            }
            let unknown = try await open(professor, with: "0199a000-0000-7000-8000-000000000000")
            #expect(unknown.status == 404 && unknown["rule"] == "not_reachable", "\(unknown)")
            for (one, other) in [
                (professor, pupils[2]), (pupils[2], professor), (colleague, pupils[0]), (pupils[0], colleague),
                (pupils[0], pupils[2]), (pupils[0], pupils[0]),
            ] {
                let refused = try await open(one, with: other.name)
                #expect(refused.status == 404 && refused["detail"] == unknown["detail"], "\(refused)")
            }
            // A path makes a professor of a pupil as well.
            _ = try await room.path(["student_ids": [pupils[2].name]])
            #expect(try await open(pupils[2], with: professor.name).status == 201)
            let malformed = try await open(professor, with: "nobody")
            #expect(malformed.status == 422 && malformed.pointers == ["/with"], "\(malformed)")
        }
    }

    @Test("a pupil who has left the class reads on and writes no more") func left() async throws {
        try await Classroom.with { room in
            let (professor, pupil) = (room.professor, room.students[0])
            try await makeClass(room, of: [pupil])
            let messages = try await conversation(pupil, with: professor.name)
            #expect(try await pupil.post(messages, ["text": "Hello."]).status == 201)
            let schoolClass = try await professor.get("/classes")["items"][0]["id"].string ?? ""
            #expect(try await professor.patch("/classes/\(schoolClass)", ["student_ids": []]).status == 200)
            let refused = try await pupil.post(messages, ["text": "Hello?"])
            #expect(refused.status == 404 && refused["rule"] == "not_reachable", "\(refused)")
            #expect(try await pupil.get(messages)["items"].array.count == 1)
        }
    }

    @Test("a conversation is there for its two alone") func walls() async throws {
        try await Classroom.with { room in
            let (professor, pupil, other) = (room.professor, room.students[0], room.students[1])
            try await makeClass(room, of: room.students)
            let messages = try await conversation(professor, with: pupil.name)
            #expect(try await professor.post(messages, ["text": "Between us."]).status == 201)
            let school = try await Classroom.member(.school, of: room.api)
            for stranger in [other, school] {
                #expect(try await stranger.get(messages).status == 404)
                #expect(try await stranger.post(messages, ["text": "Me too."]).status == 404)
                #expect(try await stranger.get("/conversations")["items"].array.isEmpty)
            }
            // The same user's id with a token of another account.
            let token = try room.api.token(.student, tenant: UUID(), subject: pupil.id)
            let foreign = try await room.api.send(
                .get, messages, as: nil, headers: ["Authorization": "Bearer \(token)"])
            #expect(foreign.status == 404, "\(foreign)")
            // Nor is it support's.
            #expect(try await room.api.send(.get, messages, as: .support).status == 404)
            #expect(try await room.api.send(.get, messages, as: .service).status == 403)
        }
    }

    @Test("anybody writes to support, whose people of any account read it and answer as support") func support()
        async throws
    {
        try await Classroom.with { room in
            let pupil = room.students[0]
            let messages = try await conversation(pupil, with: "support")
            #expect(try await open(pupil, with: "support").status == 200)
            #expect(try await pupil.post(messages, ["text": "Help!"]).status == 201)
            let token = try room.api.token(.support, tenant: UUID())
            let headers: HTTPHeaders = ["Authorization": "Bearer \(token)"]
            let list = try await room.api.send(.get, "/conversations", as: nil, headers: headers)
            let seen = list["items"].array.first { $0["with"] == pupil.name }
            #expect(seen?["name"] == "A student" && seen?["unread"] == 1, "\(list)")
            let read = try await room.api.send(.get, messages, as: nil, headers: headers)
            #expect(read["items"][0]["text"] == "Help!" && read["items"][0]["from"] == pupil.name, "\(read)")
            let answered = try await room.api.send(.post, messages, ["text": "Gladly."], as: nil, headers: headers)
            #expect(answered.status == 201 && answered["from"] == "support", "\(answered)")
            let own = try await pupil.get("/conversations")["items"][0]
            #expect(own["with"] == "support" && own["unread"] == 1 && own["latest"]["text"] == "Gladly.", "\(own)")
            let refused = try await room.api.send(
                .post, "/conversations", ["with": pupil.name], as: nil, headers: headers)
            #expect(refused.status == 404, "\(refused)")
        }
    }

    @Test("what breaks a rule of content is refused with its name and place, and nothing is written") func content()
        async throws
    {
        try await Classroom.with { room in
            let pupil = room.students[0]
            let messages = try await conversation(pupil, with: "support")
            let word = try await pupil.post(messages, ["text": "What a BITCH."])
            #expect(word.status == 422 && word["rule"] == "blocked_word" && word.pointers == ["/text"], "\(word)")
            let long = try await pupil.post(messages, ["text": .string(String(repeating: "é", count: 4001))])
            #expect(long.status == 422 && long["rule"] == "message_length" && long.pointers == ["/text"], "\(long)")
            for text in ["", " \n", "a\u{0}b"] {
                #expect(try await pupil.post(messages, ["text": .string(text)]).pointers == ["/text"])
            }
            #expect(try await room.count("select count(*) from flotilla.conversation_messages") == 0)
            #expect(
                try await pupil.post(messages, ["text": .string(String(repeating: "é", count: 4000))]).status == 201)
        }
    }

    @Test("twins at once: one conversation; one message under a key; numbers without a gap") func twins() async throws {
        try await Classroom.with { room in
            let (professor, pupil) = (room.professor, room.students[0])
            try await makeClass(room, of: [pupil])
            let made = try await withThrowingTaskGroup(of: Reply.self) { group in
                for number in 0..<6 {
                    group.addTask {
                        number % 2 == 0
                            ? try await open(professor, with: pupil.name) : try await open(pupil, with: professor.name)
                    }
                }
                return try await group.reduce(into: []) { $0.append($1) }
            }
            #expect(Set(made.map { $0["id"] }).count == 1 && made.count { $0.status == 201 } == 1, "\(made)")
            let messages = "\(try #require(made[0].headers["Location"]))/messages"
            let sent = try await withThrowingTaskGroup(of: Reply.self) { group in
                for number in 0..<8 {
                    group.addTask {
                        try await professor.post(
                            messages, ["text": "Once."], headers: number < 4 ? ["Idempotency-Key": "k"] : [:])
                    }
                }
                return try await group.reduce(into: []) { $0.append($1) }
            }
            #expect(sent.allSatisfy { $0.status == 201 || $0.status == 409 }, "\(sent)")
            #expect(try await room.count("select count(*) from flotilla.conversation_messages") == 5)
            #expect(try await room.count("select max(number) from flotilla.conversation_messages") == 5)
        }
    }
}
