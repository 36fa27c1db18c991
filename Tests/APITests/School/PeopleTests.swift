import FleetTestSupport
import Foundation
import HTTPServer
import Testing

@testable import API

@Suite("People of a school") struct PeopleTests {
    private func ids(_ answer: Reply) -> Set<JSON> { Set(answer["items"].array.map { $0["id"] }) }

    @Test("a professor knows of all, a pupil of those to whom it may write, and who may be written to is said")
    func known()
        async throws
    {
        try await Classroom.with(students: 3) { room in
            let other = try await Classroom.member(.professor, of: room.api)
            let (pupil, mate, stranger) = (room.students[0], room.students[1], room.students[2])
            #expect(try await ids(pupil.get("/people")).isEmpty)
            _ = try await room.professor.post("/classes", ["name": "6e", "student_ids": [pupil.name, mate.name]])
            #expect(try await ids(pupil.get("/people")) == [room.professor.name, mate.name])
            #expect(try await ids(stranger.get("/people")).isEmpty)
            let seen = try await room.professor.get("/people")
            #expect(ids(seen) == [other.name, pupil.name, mate.name, stranger.name], "\(seen)")
            let reachable = seen["items"].array.filter { $0["may_write"] == true }.map { $0["id"] }
            #expect(Set(reachable) == [other.name, pupil.name, mate.name], "\(seen)")
            #expect(seen["items"][0]["name"].string != nil && seen["items"][0]["role"].string != nil)
            // Of a path, too: its pupils and its professor.
            _ = try await other.post(
                "/learning-paths",
                ["name": "Rivers", "goals": ["maps"], "level": "6e", "student_ids": [stranger.name]])
            #expect(try await ids(stranger.get("/people")) == [other.name])
        }
    }

    @Test("a part of a name, a role and pages narrow it down, and no other school is in it") func filters() async throws
    {
        try await Classroom.with(students: 3) { room in
            let students = try await room.professor.get("/people?role=student&limit=2")
            #expect(ids(students).count == 2 && students["next_cursor"].string != nil, "\(students)")
            let rest = try await room.professor.get(
                "/people?role=student&limit=2&cursor=\(students["next_cursor"].string ?? "")")
            #expect(ids(students).union(ids(rest)) == Set(room.students.map(\.name)), "\(rest)")
            #expect(rest["next_cursor"] == .null)
            #expect(try await ids(room.professor.get("/people?name=STUD")).count == 3)
            #expect(try await ids(room.professor.get("/people?name=nobody")).isEmpty)
            #expect(try await room.professor.get("/people?role=admin").status == 400)
            var headers: HTTPHeaders = [:]
            headers["Authorization"] = "Bearer \(try room.api.token(.school, tenant: UUID()))"
            #expect(try await room.api.send(.get, "/people", as: nil, headers: headers)["items"] == [])
        }
    }
}
