import Foundation
import HTTPServer
import Testing

@testable import API

@Suite("Lists of revision sessions") struct SessionListTests {
    /// - Returns: the session's id.
    private func begin(_ member: Classroom.Member, _ path: String, step: Int = 1) async throws -> String {
        let made = try await member.post(
            "/revision-sessions",
            ["learning_path_id": .string(String(path.split(separator: "/").last ?? "")), "step": .number(Double(step))])
        guard let id = made["id"].string else { throw Classroom.Unexpected(made) }
        return id
    }

    private func ids(_ reply: Reply) throws -> [String] {
        guard reply.status == 200 else { throw Classroom.Unexpected(reply) }
        return reply["items"].array.compactMap { $0["id"].string }
    }

    @Test("who sees which: a pupil its own, a professor those of own paths, the school all; and none of another school")
    func walls() async throws {
        try await Classroom.with { room in
            let path = try await room.validatedPath(hasQuiz: false)
            let first = try await begin(room.students[0], path)
            let second = try await begin(room.students[1], path)
            let colleague = try await Classroom.member(.professor, of: room.api)
            #expect(try ids(try await room.students[0].get("/revision-sessions")) == [first])
            #expect(try ids(try await room.professor.get("/revision-sessions")) == [second, first])
            #expect(try ids(try await colleague.get("/revision-sessions")) == [])
            #expect(try ids(try await room.api.send(.get, "/revision-sessions", as: .school)) == [second, first])
            let other = "/revision-sessions?student_id=\(room.students[1].id.uuidString.lowercased())"
            #expect(try ids(try await room.students[0].get(other)) == [], "a filter opens no door")
            #expect(try ids(try await room.professor.get(other)) == [second])
            _ = try await room.professor.post("\(path)/archive")
            #expect(try ids(try await room.students[0].get("/revision-sessions")) == [first], "what was done stays")
        }
    }

    @Test("by path, step, pupil and state, page by page, with what each session came to") func filters() async throws {
        try await Classroom.with { room in
            let pupil = room.students[0]
            let (path, other) = (
                try await room.validatedPath(hasQuiz: false),
                try await room.validatedPath(["name": "Roads"], hasQuiz: false)
            )
            let first = try await begin(pupil, path)
            _ = try await pupil.post("/revision-sessions/\(first)/questions", ["text": "Why?"])
            _ = try await pupil.post("/revision-sessions/\(first)/end")
            let second = try await begin(pupil, path, step: 2)
            let third = try await begin(pupil, other)
            func list(_ query: String) async throws -> [String] {
                try ids(try await room.professor.get("/revision-sessions?\(query)"))
            }
            let id = String(path.split(separator: "/").last ?? "")
            #expect(try await list("learning_path_id=\(id)") == [second, first])
            #expect(try await list("learning_path_id=\(id)&step=2") == [second])
            #expect(try await list("status=ended") == [first])
            #expect(try await list("status=open") == [third, second])
            #expect(try await list("step=1&status=open") == [third])
            let ended = try await room.professor.get("/revision-sessions?status=ended")["items"][0]
            #expect(ended["learning_path_name"] == "Bridges" && ended["student_name"] == "A student", "\(ended)")
            #expect(ended["questions"] == 1 && ended["progress"] == 50 && ended["ended_at"].string != nil, "\(ended)")
            let page = try await room.professor.get("/revision-sessions?limit=2")
            #expect(try ids(page) == [third, second])
            #expect(try await list("limit=2&cursor=\(page["next_cursor"].string ?? "")") == [first])
            for wrong in ["step=0", "status=begun", "student_id=me", "path=\(id)"] {
                let answer = try await room.professor.get("/revision-sessions?\(wrong)")
                #expect(answer.status == 400, "\(wrong): \(answer)")
            }
        }
    }
}
