import FleetTestSupport
import Foundation
import HTTPServer
import Postgres
import Testing

@testable import API

@Suite("Rules of learning paths") struct LearningPathRuleTests {
    @Test("a pupil sees no right choices of a step, no words to the tutor, and its own progress alone") func hidden()
        async throws
    {
        try await Classroom.with { room in
            let path = try await room.validatedPath(["agent": ["instructions": "Be kind."]])
            _ = try await room.count(
                """
                with changed as (
                    update flotilla.learning_path_students set progress = 50 where student_id = \(room.students[1].id)
                    returning 1
                ) select count(*) from changed
                """)
            for (pupil, progress) in zip(room.students, [0, 50] as [JSON]) {
                let seen = try await pupil.get(path)
                #expect(seen["steps"].array.allSatisfy { $0["has_quiz"] == true && $0["quiz"] == nil }, "\(seen)")
                #expect(seen["agent"] == nil && seen["jobs"] == nil && seen["student_progress"] == nil, "\(seen)")
                #expect(seen["progress"] == progress, "\(seen)")
            }
            let whole = try await room.professor.get(path)
            #expect(whole["steps"][0]["quiz"]["questions"][0]["correct"] == [1], "\(whole)")
            #expect(whole["agent"]["instructions"] == "Be kind." && whole["student_progress"].array.count == 2)
        }
    }

    @Test("a document that could not be prepared is named with its place") func document() async throws {
        try await Classroom.with { room in
            let document = try await room.professor.post(
                "/documents", ["title": "D", "content_type": "text/plain", "text": "Seven arches."])
            _ = try await room.api.context.connections.domains.query(
                "update flotilla.documents set status = 'failed' where id = \(UUID(uuidString: document["id"].string ?? ""))",
                of: room.api.tenant)
            let refused = try await room.professor.post(
                "/learning-paths", ["name": "n", "goals": ["g"], "level": "l", "document_ids": [document["id"]]])
            #expect(refused.status == 422 && refused.pointers == ["/document_ids/0"], "\(refused)")
            #expect("\(refused)".contains("could not be prepared"), "\(refused)")
        }
    }

    @Test("classes alone add to the pupils that there are; a list takes the place of the former one") func classes()
        async throws
    {
        try await Classroom.with(students: 3) { room in
            let path = try await room.path(["student_ids": [room.students[0].name]])
            let made = try await room.professor.post(
                "/classes", ["name": "6e", "student_ids": .array(room.students[0...1].map(\.name))])
            let added = try await room.professor.patch(path, ["class_ids": [made["id"]]])
            #expect(added["students"] == 2, "each counts once: \(added)")
            let replaced = try await room.professor.patch(path, ["student_ids": [room.students[2].name]])
            #expect(replaced["student_progress"].array.map { $0["user_id"] } == [room.students[2].name], "\(replaced)")
        }
    }

    /// Pupils of a class of its own.
    private func crowd(_ room: Classroom, of count: Int) async throws -> JSON {
        let made = try await room.professor.post("/classes", ["name": .string("\(count)")])
        guard let id = made["id"].string.flatMap(UUID.init(uuidString:)) else { throw Classroom.Unexpected(made) }
        let (domains, tenant) = (room.api.context.connections.domains, room.api.tenant)
        _ = try await domains.query(
            """
            insert into flotilla.users (id, account, email, role, accepted_at)
            select gen_random_uuid(), \(tenant), \("\(count)-") || number || '@crowd.test', 'student', null
            from generate_series(1, \(Int64(count))) number
            """, as: "flotilla_accounts")
        _ = try await domains.query(
            """
            insert into flotilla.class_members (class_id, user_id, tenant, role)
            select \(id), id, account, 'student' from flotilla.users
            where account = \(tenant) and email like \("\(count)-%")
            """, of: tenant)
        return made["id"]
    }

    @Test("a path has 2,000 pupils at most; each learns of it, by requests of 400") func many() async throws {
        try await Classroom.with { room in
            let (most, more) = (try await crowd(room, of: 401), try await crowd(room, of: 1600))
            let body: [String: JSON] = ["name": "n", "goals": ["g"], "level": "l", "steps": Classroom.steps]
            let refused = try await room.professor.post(
                "/learning-paths", .object(body.merging(["class_ids": [most, more]]) { $1 }))
            #expect(refused.status == 422 && refused.pointers == ["/class_ids"], "\(refused)")
            let made = try await room.professor.post(
                "/learning-paths", .object(body.merging(["class_ids": [most]]) { $1 }))
            #expect(made["students"] == 401, "\(made)")
            let validated = try await room.professor.post("\(made["status_url"].string ?? "")/validate")
            #expect(validated.status == 200, "\(validated)")
            let requests = try await room.requests("learning_path_created").map { Classroom.recipients($0) }
            #expect(requests.map(\.count).sorted() == [1, 400] && Set(requests.joined()).count == 401)
        }
    }

    @Test("steps that a model writes follow those of the professor, and quizzes that fail leave the path validated")
    func follow() async throws {
        try await Classroom.with { room in
            let path = try await room.path(["generate": true])
            let generation = try await room.professor.get(path)["jobs"][0]["id"].string ?? ""
            try await room.succeed(generation, #"{"title": "T", "steps": [{"title": "A"}, {"title": "B"}]}"#)
            let ready = try await room.professor.get(path)
            #expect(ready["steps"].array.map { $0["title"] } == ["Arches", "Stones", "A", "B"], "\(ready)")
            #expect(ready["steps"].array.map { $0["number"] } == [1, 2, 3, 4], "\(ready)")
            let validated = try await room.professor.post("\(path)/validate")
            let quizzes = validated["jobs"].array.filter { $0["type"] == "quiz" }
            #expect(quizzes.count == 4, "\(validated)")
            try await room.fail(quizzes[0]["id"].string ?? "", "invalid_output", "It does not fit.")
            let after = try await room.professor.get(path)
            #expect(after["status"] == "validated", "\(after)")
            // What failed alone is asked for again.
            let retried = try await room.professor.post("\(path)/retry")
            #expect(retried.status == 202, "\(retried)")
            #expect(try await room.count("select count(*) from flotilla.generations where type = 'quiz'") == 5)
            #expect(try await room.professor.post("\(path)/retry")["rule"] == "nothing_failed")
        }
    }

    @Test("a path whose professor is removed stays with its pupils, and names nobody") func ownerless() async throws {
        try await Classroom.with { room in
            let path = try await room.validatedPath()
            let removed = try await room.api.send(
                .delete, "/users/\(room.professor.id.uuidString.lowercased())", as: .school)
            #expect(removed.status == 204, "\(removed)")
            let seen = try await room.students[0].get(path)
            #expect(seen.status == 200 && seen["professor_id"] == .null, "\(seen)")
        }
    }
}
