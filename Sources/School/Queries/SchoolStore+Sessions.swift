public import Foundation
import JSON
public import Jobs
public import Postgres

extension SchoolStore {
    /// The pupil's sessions of a path that have ended, in the order of their ends.
    public func pastSessions(of student: UUID, path: UUID, tenant: UUID) async throws -> [PastSession] {
        try await database.query(
            """
            select step, ended_at, score from flotilla.revision_sessions
            where tenant = \(tenant) and path_id = \(path) and student_id = \(student) and ended_at is not null
                and not abandoned
            order by ended_at
            """, of: tenant
        ).map {
            PastSession(
                step: Int(try $0.decode("step", as: Int32.self)), endedAt: try $0.decode("ended_at"),
                score: try $0.decode("score", as: Int32?.self).map { Int($0) })
        }
    }

    /// The pupil's session of a path that goes on; there is one at most.
    public func openSession(of student: UUID, path: UUID, tenant: UUID) async throws -> UUID? {
        try await database.query(
            """
            select id from flotilla.revision_sessions
            where tenant = \(tenant) and path_id = \(path) and student_id = \(student) and ended_at is null
            """, of: tenant
        ).first?.decode("id")
    }

    /// Begins a session; repeated with the same id it changes nothing.
    public func beginning(
        _ id: UUID, of student: UUID, path: UUID, step: Int, at moment: Date, tenant: UUID
    ) -> Query {
        """
        insert into flotilla.revision_sessions (id, tenant, path_id, step, student_id, started_at)
        values (\(id), \(tenant), \(path), \(Int32(clamping: step)), \(student), \(moment))
        on conflict (id) do nothing
        """
    }

    /// With its questions.
    public func session(_ id: UUID, of tenant: UUID, for reader: SchoolReader) async throws -> RevisionSession? {
        let rows = try await database.queries(
            [
                """
                select session.id, session.path_id, path.name as path_name, path.professor_id, session.step,
                    session.student_id, session.started_at, session.ended_at, session.seconds, session.score,
                    session.progress, session.marks, step.quiz, \(Self.name("student")) as student_name
                from flotilla.revision_sessions session
                    join flotilla.learning_paths path on path.id = session.path_id
                    left join flotilla.learning_path_steps step
                        on step.path_id = session.path_id and step.number = session.step
                    left join flotilla.users student on student.id = session.student_id
                where session.tenant = \(tenant) and session.id = \(id) and \(reader.seesSession)
                """,
                """
                select generation_id, job_id, text, complexity, coalesce(outcome, 'open') as status, answer, citations,
                    error, asked_at, answered_at
                from flotilla.revision_questions where tenant = \(tenant) and session_id = \(id) order by generation_id
                """,
            ], of: tenant)
        guard rows.count == 2, let row = rows[0].first else { return nil }
        var session = try RevisionSession(row)
        session.questions = try rows[1].map { try RevisionQuestion($0) }
        return session
    }

    /// Keeps a question of a session that goes on, beside the generation that answers it.
    public func asking(
        _ text: String, in session: UUID, generation: UUID, job: JobID, tenant: UUID
    ) -> [Query] {
        [
            """
            select flotilla.hold_revision_session(\(session), \(generation), \(Int32(SchoolLimits.openQuestions)),
                \(Int32(SchoolLimits.questions)))
            """,
            """
            insert into flotilla.revision_questions (generation_id, session_id, tenant, job_id, text, complexity)
            values (\(generation), \(session), \(tenant), \(job.uuid), \(text), \(QuestionComplexity(of: text).rawValue))
            on conflict (generation_id) do nothing
            """,
        ]
    }

    /// Ends a session, with what it adds to progress and indicators; repeated with the same moment it changes nothing.
    public func ending(_ end: SessionEnd) throws -> Query {
        let marks = end.marks.map { JSONText($0.serialized()) }
        return """
            select flotilla.end_revision_session(\(end.sessionID), \(end.endedAt), \(Int32(clamping: end.seconds)),
                \(end.score.map { Int32(clamping: $0) }), \(Int32(clamping: end.progress)), \(marks))
            """
    }
}

extension RevisionSession {
    fileprivate init(_ row: Row) throws {
        func json(_ name: String) throws -> JSONValue? {
            try row.decode(name, as: JSONText?.self).map { try JSONValue(parsing: $0.bytes) }
        }
        func number(_ name: String) throws -> Int? { try row.decode(name, as: Int32?.self).map { Int($0) } }
        self.init(
            id: try row.decode("id"), pathID: try row.decode("path_id"), pathName: try row.decode("path_name"),
            professorID: try row.decode("professor_id"), step: Int(try row.decode("step", as: Int32.self)),
            studentID: try row.decode("student_id"),
            studentName: try row.decode("student_name", as: String?.self) ?? "",
            startedAt: try row.decode("started_at"), endedAt: try row.decode("ended_at"),
            seconds: try number("seconds"), score: try number("score"), progress: try number("progress"),
            marks: try json("marks"), quiz: try json("quiz"))
    }
}

extension RevisionQuestion {
    fileprivate init(_ row: Row) throws {
        guard let status = Status(rawValue: try row.decode("status")),
            let complexity = QuestionComplexity(rawValue: try row.decode("complexity"))
        else { throw PostgresError.unreadable("a question of a revision session") }
        self.init(
            generationID: try row.decode("generation_id"), jobID: JobID(try row.decode("job_id", as: UUID.self)),
            text: try row.decode("text"), complexity: complexity, status: status, answer: try row.decode("answer"),
            citations: try JSONValue(parsing: try row.decode("citations", as: JSONText.self).bytes),
            error: try row.decode("error"), askedAt: try row.decode("asked_at"),
            answeredAt: try row.decode("answered_at"))
    }
}
