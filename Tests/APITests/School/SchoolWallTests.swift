import Accounts
import FleetTestSupport
import Foundation
import HTTPServer
import Testing

@testable import API

@Suite("Walls between schools") struct SchoolWallTests {
    /// A place of each kind.
    private struct Places {
        let schoolClass, path, session, conversation, appointment, export, person: String

        init(_ room: Classroom) async throws {
            let (professor, pupil) = (room.professor, room.students[0])
            func place(_ reply: Reply) throws -> String {
                guard let place = reply.headers["Location"] else { throw Classroom.Unexpected(reply) }
                return place
            }
            schoolClass = try place(
                try await professor.post("/classes", ["name": "6e", "student_ids": [pupil.name]]))
            path = try await room.validatedPath()
            let id = JSON.string(String(path.split(separator: "/").last ?? ""))
            session = try place(try await pupil.post("/revision-sessions", ["learning_path_id": id, "step": 1]))
            conversation = try place(try await professor.post("/conversations", ["with": pupil.name]))
            appointment = try place(try await professor.post("/appointments", Self.proposal(to: pupil)))
            person = "/users/\(pupil.id.uuidString.lowercased())"
            let asked = try await pupil.post("\(person)/export")
            export = asked["status_url"].string ?? ""
            guard asked.status == 202, try await pupil.get(export).status == 200 else {
                throw Classroom.Unexpected(asked)
            }
            _ = try await professor.post("\(conversation)/messages", ["text": "Hello."])
        }

        static func proposal(to member: Classroom.Member) -> JSON {
            [
                "with": member.name, "starts_at": .string((Date() + 86_400).formatted(.iso8601)), "minutes": 30,
                "subject": "Arches",
            ]
        }

        var readable: [String] {
            [
                schoolClass, path, session, conversation, "\(conversation)/messages", appointment, export,
                "\(export)/archive", "\(person)/exports", "\(person)/learner-profile",
            ]
        }

        func writes(_ room: Classroom) -> [(HTTPMethod, String, JSON?)] {
            let id = JSON.string(String(path.split(separator: "/").last ?? ""))
            return [
                (.patch, schoolClass, ["name": "theirs"]), (.patch, path, ["name": "theirs"]),
                (.post, "\(path)/validate", nil), (.post, "\(path)/retry", nil), (.post, "\(path)/archive", nil),
                (.post, "/revision-sessions", ["learning_path_id": id, "step": 1]),
                (.post, "\(session)/questions", ["text": "Why?"]), (.post, "\(session)/end", nil),
                (.post, "\(conversation)/messages", ["text": "Me too."]),
                (.post, "/conversations", ["with": room.students[0].name]),
                (.post, "/appointments", Self.proposal(to: room.students[0])),
                (.post, "\(appointment)/accept", nil), (.post, "\(appointment)/decline", nil),
                (.post, "\(appointment)/cancel", nil), (.put, "\(person)/learner-profile", ["level": "theirs"]),
                (.post, "\(person)/export", nil), (.post, "\(person)/erase", nil),
                (.post, "/classes", ["name": "n", "student_ids": [room.students[0].name]]),
                (
                    .post, "/learning-paths",
                    ["name": "n", "goals": ["g"], "level": "l", "student_ids": [room.students[0].name]]
                ),
            ]
        }
    }

    @Test(
        "nothing of a school is there for another one: no list, no single thing, no write; not by a user's own id either"
    )
    func others() async throws {
        try await Classroom.with { room in
            let places = try await Places(room)
            let state = try await state(of: places, in: room)
            let other = UUID()
            _ = try await room.api.context.connections.domains.query(
                """
                insert into flotilla.accounts (id, company_name, external_id)
                values (\(other), 'Another', \(other.uuidString.lowercased()))
                """, as: "flotilla_accounts")
            // The ids of users of the first school, as a token of the second one might name them.
            let callers: [(Role, UUID)] = [
                (.school, UUID()), (.professor, room.professor.id), (.student, room.students[0].id),
            ]
            for (role, user) in callers {
                let token = try room.api.token(role, tenant: other, subject: user)
                func send(_ method: HTTPMethod, _ path: String, _ body: JSON? = nil) async throws -> Reply {
                    try await room.api.send(
                        method, path, body, as: nil, headers: ["Authorization": "Bearer \(token)"])
                }
                for path in places.readable {
                    let answer = try await send(.get, path)
                    #expect([403, 404].contains(answer.status), "\(role) \(path): \(answer)")
                }
                for list in [
                    "/classes", "/learning-paths", "/revision-sessions", "/conversations", "/appointments", "/people",
                ] {
                    let answer = try await send(.get, list)
                    #expect(answer.status == 403 || answer["items"] == [], "\(role) \(list): \(answer)")
                }
                let sums = try await send(.get, "/indicators")
                #expect(sums.status == 403 || sums["total"]["places"] == 0, "\(role): \(sums)")
                for (method, path, body) in places.writes(room) {
                    let answer = try await send(method, path, body)
                    #expect([403, 404, 422].contains(answer.status), "\(role) \(method) \(path): \(answer)")
                }
            }
            #expect(try await self.state(of: places, in: room) == state, "and nothing has changed")
        }
    }

    private func state(of places: Places, in room: Classroom) async throws -> [JSON] {
        var state: [JSON] = []
        for path in [places.schoolClass, places.path] { state.append(try await room.professor.get(path).json) }
        for path in [
            places.session, places.appointment, "\(places.person)/learner-profile", "\(places.person)/exports",
        ] {
            state.append(try await room.students[0].get(path).json)
        }
        state.append(try await room.professor.get("\(places.conversation)/messages").json)
        return state
    }

    @Test("a professor's profile of a pupil needs a common class or an own path: another professor's is none")
    func profiles() async throws {
        try await Classroom.with { room in
            let (first, second) = (room.students[0], room.students[1])
            let other = try await Classroom.member(.professor, of: room.api)
            _ = try await room.professor.post("/classes", ["name": "6e", "student_ids": [first.name]])
            _ = try await room.path(["student_ids": [second.name]])
            for (pupil, isKnown) in [(first, true), (second, true)] {
                let place = "/users/\(pupil.id.uuidString.lowercased())/learner-profile"
                #expect(try await room.professor.get(place).status == (isKnown ? 200 : 404))
                #expect(try await other.get(place).status == 404)
                let put = try await room.api.send(.put, place, ["level": "x"], as: .professor, user: other.id)
                #expect(put.status == 404, "\(put)")
                #expect(try await room.professor.get(place)["level"] == nil, "nothing was written")
            }
        }
    }

    @Test("who operates the fleet is nobody of the school: not listed, and not to be written to") func operators()
        async throws
    {
        try await Classroom.with { room in
            let school = try await Classroom.member(.school, of: room.api)
            let staff = try await Classroom.member(.student, of: room.api)
            _ = try await room.api.context.connections.domains.query(
                "update flotilla.users set role = 'support' where id = \(staff.id)", as: "flotilla_accounts")
            let people = try await school.get("/people")["items"].array.map { $0["id"] }
            #expect(Set(people) == Set((room.students + [room.professor]).map(\.name)), "\(people)")
            // A pupil knows of those who run the school.
            #expect(try await room.students[0].get("/people")["items"].array.map { $0["id"] } == [school.name])
            let refused = try await school.post("/conversations", ["with": staff.name])
            #expect(refused.status == 404 && refused["rule"] == "not_reachable", "\(refused)")
            let meeting = try await school.post("/appointments", Places.proposal(to: staff))
            #expect(meeting.status == 404 && meeting["rule"] == "not_reachable", "\(meeting)")
        }
    }

    @Test("a professor and the pupils of an own path write to each other until it is archived") func ofPaths()
        async throws
    {
        try await Classroom.with { room in
            let (professor, pupil) = (room.professor, room.students[0])
            let path = try await room.validatedPath()
            let made = try await professor.post("/conversations", ["with": pupil.name])
            let messages = "\(try #require(made.headers["Location"]))/messages"
            for member in [professor, pupil] {
                #expect(try await member.post(messages, ["text": "Hello."]).status == 201)
            }
            _ = try await professor.post("\(path)/archive")
            for member in [professor, pupil] {
                let refused = try await member.post(messages, ["text": "Hello?"])
                #expect(refused.status == 404 && refused["rule"] == "not_reachable", "\(refused)")
            }
        }
    }
}
