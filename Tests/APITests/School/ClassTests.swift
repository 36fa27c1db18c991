import Accounts
import FleetTestSupport
import Foundation
import HTTPServer
import Testing

@testable import API

@Suite("Classes") struct ClassTests {
    @Test("a school sees all of its classes, a professor the own ones, and what is another's is not there")
    func readers() async throws {
        try await Classroom.with { room in
            let other = try await Classroom.member(.professor, of: room.api)
            let made = try await room.professor.post(
                "/classes", ["name": "6e B", "student_ids": .array(room.students.map(\.name))])
            #expect(made.status == 201, "\(made)")
            let path = try #require(made.headers["Location"])
            let seen = try await room.professor.get(path)
            #expect(seen["professor_ids"] == [room.professor.name] && seen["student_ids"].array.count == 2, "\(seen)")
            #expect(try await other.get(path).status == 404)
            #expect(try await other.get("/classes")["items"] == [])
            #expect(try await other.patch(path, ["name": "mine"]).status == 404)
            let school = try await room.api.send(.get, "/classes", as: .school)
            #expect(school["items"].array.map { $0["id"] } == [made["id"]])
            #expect(try await room.students[0].get("/classes").status == 403)
            let changed = try await room.api.send(
                .patch, path, ["professor_ids": [other.name], "name": "6e C"], as: .school)
            #expect(changed["name"] == "6e C" && changed["student_ids"].array.count == 2, "\(changed)")
            #expect(try await room.professor.get(path).status == 404)
            #expect(try await other.get(path).status == 200)
        }
    }

    @Test("no professor drops the own class by a list that names others") func own() async throws {
        try await Classroom.with { room in
            let path = try #require(
                try await room.professor.post("/classes", ["name": "6e"]).headers["Location"])
            let changed = try await room.professor.patch(path, ["professor_ids": []])
            #expect(changed["professor_ids"] == [room.professor.name], "\(changed)")
        }
    }

    @Test("people of another school, in another role or removed are named with their place") func mistakes()
        async throws
    {
        try await Classroom.with { room in
            let answer = try await room.professor.post(
                "/classes",
                [
                    "name": "6e", "student_ids": [room.students[0].name, room.professor.name],
                    "professor_ids": [.string(UUID().uuidString)],
                ])
            #expect(answer.status == 422 && answer.pointers == ["/professor_ids/0", "/student_ids/1"], "\(answer)")
            #expect(try await room.professor.post("/classes", ["colour": 1]).pointers == ["/colour", "/name"])
            let made = try await room.professor.post(
                "/classes", ["name": "6e", "student_ids": .array(room.students.map(\.name))])
            let path = try #require(made.headers["Location"])
            _ = try await room.api.send(.delete, "/users/\(room.students[0].id)", as: .school)
            #expect(try await room.professor.get(path)["student_ids"] == [room.students[1].name])
        }
    }

    @Test("the same Idempotency-Key makes one class") func once() async throws {
        try await Classroom.with { room in
            let headers: HTTPHeaders = ["Idempotency-Key": "k1"]
            let first = try await room.professor.post("/classes", ["name": "6e"], headers: headers)
            let second = try await room.professor.post("/classes", ["name": "6e"], headers: headers)
            #expect(first.status == 201 && second.json == first.json)
            #expect(try await room.count("select count(*) from flotilla.classes") == 1)
        }
    }
}
