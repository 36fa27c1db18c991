import Accounts
import FleetTestSupport
import Foundation
import HTTPServer
import Testing

@testable import API

@Suite("Learning paths") struct LearningPathTests {
    @Test("steps that a model writes come with its result; the professor edits them, and validates") func written()
        async throws
    {
        try await Classroom.with { room in
            let answer = try await room.professor.post(
                "/learning-paths",
                [
                    "name": "Bridges", "goals": ["arches"], "level": "6e", "generate": true,
                    "student_ids": .array(room.students.map(\.name)),
                ])
            #expect(answer.status == 202 && answer["status"] == "preparing" && answer["students"] == 2, "\(answer)")
            let path = try #require(answer["status_url"].string)
            let generation = try #require(answer["jobs"][0]["id"].string)
            // The professor's own language.
            #expect(try await room.professor.get("/generations/\(generation)")["input"]["language"] == "fr")
            #expect(try await room.professor.patch(path, ["steps": Classroom.steps])["rule"] == "path_status")
            #expect(try await room.professor.post("\(path)/validate")["rule"] == "path_status")
            try await room.succeed(
                generation,
                #"{"title": "T", "steps": [{"title": "A", "objective": "O", "content": "C", "minutes": 5}, {"title": "B", "objective": "O", "content": "C", "minutes": 9}]}"#
            )
            let ready = try await room.professor.get(path)
            #expect(ready["status"] == "ready" && ready["steps"].array.map { $0["title"] } == ["A", "B"], "\(ready)")
            #expect(ready["steps"][1]["minutes"] == 9 && ready["jobs"][0]["status"] == "succeeded")
            let edited = try await room.professor.patch(path, ["steps": [["title": "Only"]], "name": "Arches"])
            #expect(edited["steps"].array.map { $0["title"] } == ["Only"] && edited["name"] == "Arches", "\(edited)")
            #expect(try await room.students[0].get(path).status == 404)
            let validated = try await room.professor.post("\(path)/validate")
            #expect(validated.status == 200 && validated["status"] == "validated", "\(validated)")
            #expect(validated["jobs"].array.count { $0["type"] == "quiz" } == 1)
            let seen = try await room.students[0].get(path)
            #expect(seen["status"] == "validated" && seen["student_progress"] == nil && seen["jobs"] == nil, "\(seen)")
            #expect(try await room.professor.patch(path, ["steps": Classroom.steps])["rule"] == "path_status")
        }
    }

    @Test("pupils learn of a path once: validated again and by many, retried, and with more pupils") func notified()
        async throws
    {
        try await Classroom.with(students: 3) { room in
            let path = try await room.path(["student_ids": .array(room.students.prefix(2).map(\.name))])
            let answers = try await withThrowingTaskGroup(of: Reply.self) { group in
                for _ in 0..<6 { group.addTask { try await room.professor.post("\(path)/validate") } }
                return try await group.reduce(into: []) { $0.append($1) }
            }
            // One that came between is refused or sees what the first made.
            #expect(answers.allSatisfy { $0.status == 200 || $0["rule"] == "changed_meanwhile" }, "\(answers)")
            let first = try await room.requests("learning_path_created")
            #expect(first.count == 1 && first[0]["to"].array.count == 2 && first[0]["data"]["path"] == "Bridges")
            #expect(first[0]["data"]["professor"] == "A professor")
            let jobs = try await room.professor.get(path)["jobs"].array
            #expect(jobs.count == 2, "each step has one quiz: \(jobs)")
            try await room.fail(jobs[0]["id"].string ?? "", "invalid_output", "It does not fit.")
            let retried = try await room.professor.post("\(path)/retry")
            #expect(retried.status == 202 && retried["status"] == "validated", "\(retried)")
            #expect(try await room.requests("learning_path_created").count == 1)
            let more = try await room.professor.patch(path, ["student_ids": .array(room.students.map(\.name))])
            #expect(more.status == 200 && more["students"] == 3, "\(more)")
            _ = try await room.professor.patch(path, ["student_ids": .array(room.students.map(\.name))])
            let all = try await room.requests("learning_path_created")
            #expect(all.count == 2 && Classroom.recipients(all[1]) == [room.students[2].id], "\(all)")
        }
    }

    @Test("a job that failed is named with its reason, and asked for again in its own place alone") func failed()
        async throws
    {
        try await Classroom.with { room in
            let document = try await room.professor.post(
                "/documents", ["title": "D", "content_type": "text/plain", "text": "Seven arches."])
            let path = try await room.path(["document_ids": [document["id"]], "generate": true, "steps": nil])
            #expect(try await room.professor.get(path)["document_ids"] == [document["id"]])
            let jobs = try await room.professor.get(path)["jobs"].array
            #expect(jobs.map { $0["type"] } == ["context", "learning_path"], "\(jobs)")
            let (context, steps) = (jobs[0]["id"].string ?? "", jobs[1]["id"].string ?? "")
            try await room.succeed(
                context,
                #"{"ready": [], "failed": [{"document_id": "D", "error": "no text"}]}"#)
            #expect(try await room.professor.get(path)["status"] == "preparing")
            try await room.fail(steps, "document_failed", "The document could not be prepared.")
            let draft = try await room.professor.get(path)
            #expect(draft["status"] == "draft", "\(draft)")
            #expect(draft["jobs"].array.map { $0["error_code"] } == ["document_failed", "document_failed"])
            #expect(draft["jobs"][0]["error"].string?.contains("no text") == true)
            let answers = try await withThrowingTaskGroup(of: Reply.self) { group in
                for _ in 0..<4 { group.addTask { try await room.professor.post("\(path)/retry") } }
                return try await group.reduce(into: []) { $0.append($1) }
            }
            #expect(answers.count { $0.status == 202 } == 1, "\(answers)")
            #expect(
                answers.allSatisfy { $0.status == 202 || ["changed_meanwhile", "nothing_failed"].contains($0["rule"]) })
            let again = try await room.professor.get(path)
            #expect(again["status"] == "preparing" && again["jobs"].array.count == 2, "\(again)")
            #expect(try await room.count("select count(*) from flotilla.generations") == 4)
            // Steps are written from documents: their job waits for those.
            let waiting = try await room.api.send(
                .get, "/jobs/\(again["jobs"][1]["job_id"].string ?? "")", as: .school)
            #expect(waiting["status"] == "scheduled" && waiting["after"][0] == again["jobs"][0]["job_id"], "\(waiting)")
        }
    }

    @Test("what is another professor's or not the pupil's is not there, and no class of another is taken")
    func walls() async throws {
        try await Classroom.with { room in
            let path = try await room.validatedPath(["student_ids": [room.students[0].name]])
            let other = try await Classroom.member(.professor, of: room.api)
            for (member, status) in [
                (room.professor, 200), (other, 404), (room.students[0], 200), (room.students[1], 404),
            ] {
                #expect(try await member.get(path).status == status)
                #expect(try await member.get("/learning-paths")["items"].array.count == (status == 200 ? 1 : 0))
            }
            #expect(try await room.api.send(.get, path, as: .school).status == 200)
            for action in ["validate", "retry", "archive"] {
                #expect(try await other.post("\(path)/\(action)").status == 404)
            }
            #expect(try await other.patch(path, ["name": "mine"]).status == 404)
            let quiz = try await room.professor.get(path)["jobs"][0]["id"].string ?? ""
            #expect(try await other.get("/generations/\(quiz)").status == 404)
            #expect(try await room.professor.get("/generations/\(quiz)").status == 200)
            let made = try await other.post("/classes", ["name": "5e"])
            let refused = try await room.professor.post(
                "/learning-paths",
                ["name": "n", "goals": ["g"], "level": "l", "class_ids": [made["id"]], "student_ids": [other.name]])
            #expect(refused.pointers == ["/student_ids/0"], "\(refused)")
            let foreign = try await room.professor.post(
                "/learning-paths", ["name": "n", "goals": ["g"], "level": "l", "class_ids": [made["id"]]])
            #expect(foreign.pointers == ["/class_ids/0"], "\(foreign)")
            let stranger = try await room.api.send(
                .get, path, as: nil,
                headers: ["Authorization": "Bearer \(try room.api.token(.school, tenant: UUID()))"])
            #expect(stranger.status == 404, "\(stranger)")
        }
    }

    @Test("documents that are not there are named with their place") func documents() async throws {
        try await Classroom.with { room in
            let answer = try await room.professor.post(
                "/learning-paths",
                ["name": "n", "goals": ["g"], "level": "l", "document_ids": [.string(UUID().uuidString)]])
            #expect(answer.status == 422 && answer.pointers == ["/document_ids/0"], "\(answer)")
        }
    }

    @Test("a subscription without the module, for fewer users, or that has ended refuses; none at all refuses nothing")
    func subscriptions() async throws {
        try await Classroom.with { room in
            _ = try await room.api.send(.post, "/plans", PlanTests.plan("basic", ["included_users": 0]))
            func rule(_ change: [String: JSON]) async throws -> JSON {
                let terms: [String: JSON] = [
                    "plan": "basic", "modules": ["ai"], "users": 3, "starts_on": "2026-01-01",
                ]
                let put = try await room.api.send(
                    .put, "/subscription", .object(terms.merging(change) { $1 }), as: .school)
                #expect(put.status == 200, "\(put)")
                let answer = try await room.professor.post(
                    "/learning-paths", ["name": "n", "goals": ["g"], "level": "l"])
                #expect(answer.status == (answer["rule"] == .null ? 202 : 409), "\(answer)")
                return answer["rule"]
            }
            #expect(try await rule(["modules": []]) == "module_not_subscribed")
            #expect(try await rule(["users": 2]) == "too_many_users")
            #expect(try await rule(["ends_on": "2026-02-01"]) == "no_subscription")
            #expect(try await rule([:]) == .null)
            #expect(try await room.count("select count(*) from flotilla.learning_paths") == 1)
        }
    }

    @Test("an archived path is not there for its pupils, and changes no more") func archived() async throws {
        try await Classroom.with { room in
            let path = try await room.validatedPath()
            let answer = try await room.professor.post("\(path)/archive")
            #expect(answer.status == 200 && answer["status"] == "archived", "\(answer)")
            #expect(try await room.students[0].get(path).status == 404)
            #expect(try await room.professor.patch(path, ["name": "n"])["rule"] == "path_status")
            #expect(try await room.professor.post("\(path)/retry")["rule"] == "path_status")
        }
    }
}
