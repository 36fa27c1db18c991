public import Foundation
import JSON
import Jobs
import Postgres
import Storage

extension SchoolStore {
    /// With its steps, generations and pupils.
    public func path(_ id: UUID, of tenant: UUID, for reader: SchoolReader) async throws -> LearningPath? {
        let people: Query =
            if case .student(let own) = reader { "student_id = \(own)" } else { "true" }
        let rows = try await database.queries(
            [
                """
                select \(Self.pathColumns) from flotilla.learning_paths path
                where path.tenant = \(tenant) and path.id = \(id) and \(reader.seesPath)
                """,
                """
                select number, title, objective, content, minutes, quiz from flotilla.learning_path_steps
                where path_id = \(id) and tenant = \(tenant) order by number
                """,
                """
                select generation_id, type, step, job_id, coalesce(outcome, 'preparing') as status, error_code, error
                from flotilla.learning_path_generations
                where path_id = \(id) and tenant = \(tenant) and replaced_by is null order by generation_id
                """,
                """
                select student_id, progress, notified_at from flotilla.learning_path_students
                where path_id = \(id) and tenant = \(tenant) and \(people) order by student_id
                """,
            ], of: tenant)
        guard rows.count == 4, let row = rows[0].first else { return nil }
        var path = try LearningPath(row)
        path.steps = try rows[1].map { try PathStep($0) }
        path.generations = try rows[2].map { try PathGeneration($0) }
        path.people = try rows[3].map {
            PathStudent(
                id: try $0.decode("student_id"), progress: Int(try $0.decode("progress", as: Int32.self)),
                notifiedAt: try $0.decode("notified_at"))
        }
        return path
    }

    /// Newest first.
    public func paths(
        of tenant: UUID, for reader: SchoolReader, before cursor: UUID?, limit: Int
    ) async throws -> (list: [LearningPath], next: UUID?) {
        var condition: Query = "\(ListBound.only("path.tenant", tenant)) and \(reader.seesPath)"
        if let cursor { condition = "\(condition) and path.id < \(cursor)" }
        let rows = try await database.query(
            ListBound.page(
                of:
                    "select \(Self.pathColumns) from flotilla.learning_paths path where \(condition) order by path.id desc",
                size: "octet_length(array_to_string(goals, '')) + coalesce(octet_length(instructions), 0)",
                order: "id desc", limit: limit),
            of: tenant)
        let list = try rows.map { try LearningPath($0) }
        return (list, try ListBound.hasNext(rows) ? list.last?.id : nil)
    }

    private static let pathColumns: Query = """
        path.id, path.professor_id, path.name, path.goals, path.level, path.language, path.allowed, path.discipline,
        path.instructions, path.document_ids, path.created_at, path.validated_at, path.archived_at,
        flotilla.learning_path_status(path) as status,
        (select count(*) from flotilla.learning_path_students student where student.path_id = path.id) as students
        """
}

extension LearningPath {
    fileprivate init(_ row: Row) throws {
        guard let status = Status(rawValue: try row.decode("status")) else {
            throw PostgresError.unreadable("a learning path's status")
        }
        let discipline: String? = try row.decode("discipline")
        let instructions: String? = try row.decode("instructions")
        self.init(
            id: try row.decode("id"), professorID: try row.decode("professor_id"), name: try row.decode("name"),
            goals: try row.decode("goals"), level: try row.decode("level"), language: try row.decode("language"),
            allowed: try row.decode("allowed"),
            agent: discipline == nil && instructions == nil
                ? nil : TutorAgent(discipline: discipline, instructions: instructions),
            documentIDs: try row.decode("document_ids"), status: status,
            students: Int(clamping: try row.decode("students", as: Int64.self)),
            createdAt: try row.decode("created_at"), validatedAt: try row.decode("validated_at"),
            archivedAt: try row.decode("archived_at"))
    }
}

extension PathStep {
    fileprivate init(_ row: Row) throws {
        self.init(
            number: Int(try row.decode("number", as: Int32.self)), title: try row.decode("title"),
            objective: try row.decode("objective"), content: try row.decode("content"),
            minutes: try row.decode("minutes", as: Int32?.self).map { Int($0) },
            quiz: try row.decode("quiz", as: JSONText?.self).map { try JSONValue(parsing: $0.bytes) })
    }
}

extension PathGeneration {
    fileprivate init(_ row: Row) throws {
        guard let purpose = Purpose(rawValue: try row.decode("type")),
            let status = Status(rawValue: try row.decode("status"))
        else { throw PostgresError.unreadable("a generation of a learning path") }
        self.init(
            id: try row.decode("generation_id"), purpose: purpose,
            step: try row.decode("step", as: Int32?.self).map { Int($0) },
            jobID: JobID(try row.decode("job_id", as: UUID.self)), status: status,
            errorCode: try row.decode("error_code"), error: try row.decode("error"))
    }
}
