import Accounts
import FleetTestSupport
import Foundation
import HTTPServer
import Postgres
import Testing

@testable import API

@Suite("Revision sessions") struct RevisionTests {
    private func begin(_ member: Classroom.Member, _ path: String, step: Int = 1) async throws -> Reply {
        try await member.post(
            "/revision-sessions",
            ["learning_path_id": .string(String(path.split(separator: "/").last ?? "")), "step": .number(Double(step))])
    }

    @Test("a session: questions that are answered and archived, the quiz, and what it comes to") func whole()
        async throws
    {
        try await Classroom.with { room in
            let pupil = room.students[0]
            let path = try await room.validatedPath([
                "allowed": ["hint"], "agent": ["discipline": "History", "instructions": "Be kind."],
            ])
            let made = try await begin(pupil, path)
            #expect(made.status == 201, "\(made)")
            let session = try #require(made.headers["Location"])

            let asked = try await pupil.post("\(session)/questions", ["text": "Why seven?"])
            #expect(asked.status == 202 && asked["job_id"].string != nil, "\(asked)")
            let generation = try #require(asked["status_url"].string)
            let own = try await pupil.get(generation)
            #expect(own.status == 200 && own["input"]["allowed"] == ["hint"] && own["input"]["lesson"] == nil, "\(own)")
            let seen = try await room.professor.get(generation)
            #expect(seen["input"]["lesson"]["text"] == "Arches\nSeven of them.", "\(seen)")
            #expect(seen["input"]["lesson"]["instructions"] == "Be kind.")
            try await room.succeed(
                asked["id"].string ?? "", #"{"text": "Count."}"#,
                citations: #"[{"document_id": "d", "chunk": 1, "quote": "seven"}]"#)

            let open = try await pupil.get(session)
            #expect(open["status"] == "open" && open["quiz"]["questions"].array.count == 2, "\(open)")
            #expect(
                open["quiz"]["questions"][0]["correct"] == nil && open["quiz"]["questions"][0]["explanation"] == nil)
            let question = open["questions"][0]
            #expect(question["text"] == "Why seven?" && question["complexity"] == "medium", "\(question)")
            #expect(question["answer"] == "Count." && question["citations"][0]["quote"] == "seven")

            let ended = try await pupil.post(
                "\(session)/end",
                ["answers": [["question": "1", "choices": [1]], ["question": "2", "choices": [1]]]])
            #expect(ended.status == 202 && ended["score"] == 50 && ended["progress"] == 50, "\(ended)")
            #expect(ended["next_at"] == nil && ended["job_id"].string != nil)
            let closed = try await room.professor.get(session)
            #expect(closed["status"] == "ended" && closed["marks"][1]["score"] == 0, "\(closed)")
            #expect(closed["quiz"]["questions"][0]["correct"] == [1])
            #expect(try await pupil.get(session)["quiz"]["questions"][0]["explanation"] == "Count them.")
            #expect(try await pupil.get(path)["progress"] == 50)
            let requests = try await room.requests("revision_session_ended")
            #expect(requests.count == 1 && Classroom.recipients(requests[0]) == [room.professor.id], "\(requests)")
            #expect(requests[0]["data"]["score"] == 50 && requests[0]["data"]["questions"] == 1)
            #expect(
                try await room.count(
                    """
                    select count(*) from flotilla.revision_indicators
                    where sessions = 1 and questions = 1 and scored = 1 and score_sum = 50
                    """) == 1)
        }
    }

    @Test("a session that many end at once ends once: one request, one line of the indicators") func once()
        async throws
    {
        try await Classroom.with { room in
            let path = try await room.validatedPath(hasQuiz: false)
            for _ in 0..<2 {
                let session = try #require(try await begin(room.students[0], path).headers["Location"])
                let answers = try await withThrowingTaskGroup(of: Reply.self) { group in
                    for _ in 0..<6 { group.addTask { try await room.students[0].post("\(session)/end") } }
                    return try await group.reduce(into: []) { $0.append($1) }
                }
                #expect(answers.count { $0.status == 202 } == 1, "\(answers)")
                #expect(answers.allSatisfy { $0.status == 202 || $0["rule"] == "session_ended" }, "\(answers)")
            }
            #expect(try await room.requests("revision_session_ended").count == 2)
            #expect(
                try await room.count("select sum(sessions)::bigint from flotilla.revision_indicators where scored = 0")
                    == 2)
        }
    }

    @Test("each rule that forbids a session is named") func rules() async throws {
        try await Classroom.with { room in
            let pupil = room.students[0]
            let path = try await room.path(["student_ids": [pupil.name]])
            #expect(try await begin(pupil, path).status == 404, "it is not validated: not there for pupils")
            let validated = try await room.professor.post("\(path)/validate")
            for job in validated["jobs"].array {
                try await room.succeed(job["id"].string ?? "", Classroom.quiz)
            }
            #expect(try await begin(room.students[1], path).status == 404)
            #expect(try await begin(pupil, path, step: 2)["rule"] == "step_closed")
            #expect(try await begin(pupil, path, step: 3)["rule"] == "unknown_step")
            let session = try #require(try await begin(pupil, path).headers["Location"])
            let second = try await begin(pupil, path)
            #expect(second.status == 409 && second["rule"] == "session_open", "\(second)")
            #expect(second["detail"].string?.contains(session) == true)
            let unknown = try await pupil.post("\(session)/end", ["answers": [["question": "9", "choices": [0]]]])
            #expect(unknown.pointers == ["/answers/0/question"], "\(unknown)")
            let good: JSON = ["answers": [["question": "1", "choices": [1]], ["question": "2", "choices": [0]]]]
            let ended = try await pupil.post("\(session)/end", good)
            #expect(ended["score"] == 100 && ended["next_at"].string != nil, "\(ended)")
            #expect(try await pupil.post("\(session)/questions", ["text": "More?"])["rule"] == "session_ended")
            #expect(try await pupil.post("\(session)/end")["rule"] == "session_ended")
            let early = try await begin(pupil, path)
            #expect(early["rule"] == "too_early" && early["detail"].string?.contains("due again") == true, "\(early)")
            #expect(try await begin(pupil, path, step: 2).status == 201)
        }
    }

    @Test("one of many sessions that are begun at once begins") func together() async throws {
        try await Classroom.with { room in
            let path = try await room.validatedPath()
            let answers = try await withThrowingTaskGroup(of: Reply.self) { group in
                for _ in 0..<6 { group.addTask { try await begin(room.students[0], path) } }
                return try await group.reduce(into: []) { $0.append($1) }
            }
            #expect(answers.count { $0.status == 201 } == 1, "\(answers)")
            #expect(answers.allSatisfy { $0.status == 201 || $0["rule"] == "session_open" }, "\(answers)")
        }
    }

    @Test("questions wait for answers: no more than three at once") func waiting() async throws {
        try await Classroom.with { room in
            let path = try await room.validatedPath()
            let session = try #require(try await begin(room.students[0], path).headers["Location"])
            let answers = try await withThrowingTaskGroup(of: Reply.self) { group in
                for number in 0..<6 {
                    group.addTask {
                        try await room.students[0].post("\(session)/questions", ["text": .string("Q\(number)?")])
                    }
                }
                return try await group.reduce(into: []) { $0.append($1) }
            }
            #expect(answers.count { $0.status == 202 } == 3, "\(answers)")
            #expect(answers.allSatisfy { $0.status == 202 || $0["rule"] == "questions_wait" }, "\(answers)")
            #expect(try await room.count("select count(*) from flotilla.generations where type = 'answer'") == 3)
        }
    }

    @Test("a session and its questions are there for the pupil, the path's professor and the school alone") func walls()
        async throws
    {
        try await Classroom.with { room in
            let path = try await room.validatedPath()
            let session = try #require(try await begin(room.students[0], path).headers["Location"])
            let asked = try await room.students[0].post("\(session)/questions", ["text": "Why?"])
            let generation = try #require(asked["status_url"].string)
            let events = "/jobs/\(asked["job_id"].string ?? "")/events"
            let other = try await Classroom.member(.professor, of: room.api)
            for stranger in [room.students[1], other] {
                for place in [session, generation, events] {
                    #expect(try await stranger.get(place).status == 404, "\(place)")
                }
                #expect(try await stranger.get("/generations")["items"] == [])
            }
            #expect(try await room.students[1].post("\(session)/end").status == 404)
            #expect(try await room.students[1].post("\(session)/questions", ["text": "x"]).status == 404)
            for reader in [room.students[0], room.professor] {
                for place in [session, generation, events] {
                    #expect(try await reader.get(place).status == 200, "\(place)")
                }
            }
            #expect(try await room.api.send(.get, session, as: .school).status == 200)
        }
    }

    @Test("a question about a path beside any session is answered out of its documents, in the kinds that it allows")
    func context() async throws {
        try await Classroom.with { room in
            let document = try await room.professor.post(
                "/documents", ["title": "D", "content_type": "text/plain", "text": "Seven arches."])
            let path = try await room.path(["allowed": ["hint", "example"], "document_ids": [document["id"]]])
            let id = JSON.string(String(path.split(separator: "/").last ?? ""))
            func ask(_ more: [String: JSON], _ member: Classroom.Member) async throws -> Reply {
                let input: [String: JSON] = ["question": "How many?", "learning_path_id": id, "language": "en"]
                return try await member.post(
                    "/generations", ["type": "answer", "input": .object(input.merging(more) { $1 })])
            }
            let asked = try await ask([:], room.professor)
            #expect(asked.status == 202, "\(asked)")
            let input = try await room.professor.get(asked["status_url"].string ?? "")["input"]
            #expect(input["document_ids"] == [document["id"]] && input["allowed"] == ["hint", "example"], "\(input)")
            let refused = try await ask(["allowed": ["hint", "solution"]], room.professor)
            #expect(refused.pointers == ["/input/allowed/1"], "\(refused)")
            let other = try await Classroom.member(.professor, of: room.api)
            #expect(try await ask([:], other).pointers == ["/input/learning_path_id"])
        }
    }

    @Test("a session that its pupil left ends by itself, once, with the time until the last question") func left()
        async throws
    {
        try await Classroom.with { room in
            let path = try await room.validatedPath(hasQuiz: false)
            let session = try #require(try await begin(room.students[0], path).headers["Location"])
            let young = try #require(try await begin(room.students[1], path).headers["Location"])
            _ = try await room.students[0].post("\(session)/questions", ["text": "Why?"])
            let database = room.api.context.connections.domains
            let age: [Query] = [
                "update flotilla.revision_sessions set started_at = now() - interval '20 hours' where tenant = \(room.api.tenant)",
                "update flotilla.revision_questions set asked_at = now() - interval '15 hours' where tenant = \(room.api.tenant)",
            ]
            _ = try await database.queries(age, of: room.api.tenant)
            _ = try await room.students[1].post("\(young)/questions", ["text": "Why?"])
            let ending: Query = "select flotilla.end_idle_sessions(interval '12 hours', 10) as ended"
            for expected in [1, 0] as [Int64] {
                let ended = try await database.query(ending, as: "flotilla_dispatcher")
                #expect(try ended.first?.decode("ended", as: Int64.self) == expected)
            }
            let closed = try await room.professor.get(session)
            #expect(closed["status"] == "ended" && closed["seconds"] == 18_000 && closed["score"] == nil, "\(closed)")
            #expect(try await room.professor.get(young)["status"] == "open")
            #expect(try await room.students[0].post("\(session)/end")["rule"] == "session_ended")
            // It is no attempt: the next step stays closed.
            #expect(try await begin(room.students[0], path, step: 2)["rule"] == "step_closed")
            #expect(
                try await room.count(
                    "select count(*) from flotilla.revision_indicators where questions = 1 and seconds = 18000") == 1)
        }
    }
}
