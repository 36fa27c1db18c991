import FleetTestSupport
import Foundation
import HTTPServer
import Postgres
import Testing

@testable import API

@Suite("Rules of revision") struct RevisionRuleTests {
    private func begin(_ member: Classroom.Member, _ path: String, step: Int = 1) async throws -> Reply {
        try await member.post(
            "/revision-sessions",
            ["learning_path_id": .string(String(path.split(separator: "/").last ?? "")), "step": .number(Double(step))])
    }

    private static let right: JSON = [
        "answers": [["question": "1", "choices": [1]], ["question": "2", "choices": [0]]]
    ]

    /// A session that passes its step.
    private func pass(_ member: Classroom.Member, _ path: String, step: Int = 1) async throws -> Reply {
        let made = try await begin(member, path, step: step)
        guard let session = made.headers["Location"] else { throw Classroom.Unexpected(made) }
        return try await member.post("\(session)/end", Self.right)
    }

    @Test("steps are opened and closed by the pupil's own sessions of the same path alone") func own() async throws {
        try await Classroom.with { room in
            let (first, second) = (room.students[0], room.students[1])
            let (path, other) = (try await room.validatedPath(), try await room.validatedPath(["name": "Roads"]))
            #expect(try await pass(first, path)["score"] == 100)
            #expect(try await begin(second, path, step: 2)["rule"] == "step_closed", "another pupil's session")
            #expect(try await begin(first, other, step: 2)["rule"] == "step_closed", "another path's session")
            #expect(try await begin(second, path).status == 201)
            #expect(try await begin(first, other).status == 201)
        }
    }

    @Test("what a session comes to: its time, and the progress with all that was passed before") func comes()
        async throws
    {
        try await Classroom.with { room in
            let (pupil, other) = (room.students[0], room.students[1])
            let (path, roads) = (try await room.validatedPath(), try await room.validatedPath(["name": "Roads"]))
            #expect(try await pass(pupil, path)["progress"] == 50)
            let session = try #require(try await begin(pupil, path, step: 2).headers["Location"])
            let id = UUID(uuidString: String(session.split(separator: "/").last ?? ""))
            _ = try await room.api.context.connections.domains.query(
                "update flotilla.revision_sessions set started_at = now() - interval '10 minutes' where id = \(id)",
                of: room.api.tenant)
            let ended = try await pupil.post("\(session)/end", Self.right)
            #expect(ended["progress"] == 100, "\(ended)")
            let seconds = try await pupil.get(session)["seconds"].int ?? 0
            #expect((600...660).contains(seconds), "\(seconds)")
            #expect(try await pupil.get(path)["progress"] == 100)
            #expect(try await pupil.get(roads)["progress"] == 0, "another path's stays")
            #expect(try await other.get(path)["progress"] == 0, "another pupil's stays")
            // Both sessions are in the line of the day.
            #expect(
                try await room.count(
                    """
                    select count(*) from flotilla.revision_indicators
                    where sessions = 2 and scored = 2 and score_sum = 200 and seconds >= 600
                    """) == 1)
        }
    }

    @Test("a session goes on when its path is archived; it asks about the path's documents") func archived()
        async throws
    {
        try await Classroom.with { room in
            let document = try await room.professor.post(
                "/documents", ["title": "D", "content_type": "text/plain", "text": "Seven arches."])
            let path = try await room.path(["document_ids": [document["id"]]])
            let context = try await room.professor.get(path)["jobs"][0]["id"].string ?? ""
            try await room.succeed(context, #"{"ready": [], "failed": []}"#)
            #expect(try await room.professor.post("\(path)/validate").status == 200)
            let session = try #require(try await begin(room.students[0], path).headers["Location"])
            #expect(try await room.professor.post("\(path)/archive").status == 200)
            let asked = try await room.students[0].post("\(session)/questions", ["text": "Why?"])
            #expect(asked.status == 202, "\(asked)")
            let input = try await room.professor.get(asked["status_url"].string ?? "")["input"]
            #expect(input["document_ids"] == [document["id"]], "\(input)")
            #expect(try await room.students[0].post("\(session)/end").status == 202)
            #expect(try await begin(room.students[0], path).status == 404)
        }
    }

    @Test("answers where there is no quiz yet are refused by name; the session ends without them") func noQuiz()
        async throws
    {
        try await Classroom.with { room in
            let path = try await room.validatedPath(hasQuiz: false)
            let session = try #require(try await begin(room.students[0], path).headers["Location"])
            let refused = try await room.students[0].post("\(session)/end", Self.right)
            #expect(refused.status == 409 && refused["rule"] == "no_quiz", "\(refused)")
            #expect(try await room.students[0].post("\(session)/end").status == 202)
        }
    }

    @Test("a session has 200 questions at most") func most() async throws {
        try await Classroom.with { room in
            let path = try await room.validatedPath()
            let session = try #require(try await begin(room.students[0], path).headers["Location"])
            let id = UUID(uuidString: String(session.split(separator: "/").last ?? ""))
            func fill(_ count: Int) async throws {
                _ = try await room.api.context.connections.domains.query(
                    """
                    insert into flotilla.revision_questions
                        (generation_id, session_id, tenant, job_id, text, complexity, outcome)
                    select gen_random_uuid(), \(id), \(room.api.tenant), gen_random_uuid(), 'Q?', 'simple', 'succeeded'
                    from generate_series(1, \(Int64(count)))
                    """, of: room.api.tenant)
            }
            try await fill(199)
            #expect(try await room.students[0].post("\(session)/questions", ["text": "Why?"]).status == 202)
            let refused = try await room.students[0].post("\(session)/questions", ["text": "Why?"])
            #expect(refused.status == 409 && refused["rule"] == "too_many_questions", "\(refused)")
        }
    }

    @Test("a session that is left counts in the line that the day has, and keeps the progress that there was")
    func left() async throws {
        try await Classroom.with { room in
            let path = try await room.validatedPath(hasQuiz: false)
            let pupil = room.students[0]
            let first = try #require(try await begin(pupil, path).headers["Location"])
            #expect(try await pupil.post("\(first)/end")["progress"] == 50)
            let session = try #require(try await begin(pupil, path, step: 2).headers["Location"])
            let id = UUID(uuidString: String(session.split(separator: "/").last ?? ""))
            let domains = room.api.context.connections.domains
            // Both are of one day, whatever the hour is.
            let age: [Query] = [
                "update flotilla.revision_sessions set started_at = now() - interval '13 hours' where id = \(id)",
                "update flotilla.revision_indicators set day = ((now() - interval '13 hours') at time zone 'UTC')::date",
            ]
            for statement in age { _ = try await domains.query(statement, as: "flotilla_dispatcher") }
            let ended = try await domains.query(
                "select flotilla.end_idle_sessions(interval '12 hours', 10) as ended", as: "flotilla_dispatcher")
            #expect(try ended.first?.decode("ended", as: Int64.self) == 1)
            let closed = try await room.professor.get(session)
            #expect(closed["progress"] == 50 && closed["seconds"] == 0, "\(closed)")
            #expect(try await room.count("select sum(sessions)::bigint from flotilla.revision_indicators") == 2)
            #expect(try await room.count("select count(*) from flotilla.revision_indicators") == 1)
        }
    }
}
