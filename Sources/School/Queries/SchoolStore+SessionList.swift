public import Foundation
import Postgres
import Storage

extension SchoolStore {
    /// Newest first. A page looks at a bounded number of sessions: it may hold fewer than there are and go on.
    public func sessions(
        _ filter: SessionFilter, of tenant: UUID, for reader: SchoolReader, before cursor: UUID?, limit: Int
    ) async throws -> (list: [SessionSummary], next: UUID?) {
        var place = ListBound.only("tenant", tenant)
        if let student = filter.studentID { place = "\(place) and \(ListBound.only("student_id", student))" }
        if case .student(let own) = reader { place = "\(place) and \(ListBound.only("student_id", own))" }
        if let cursor { place = "\(place) and id < \(cursor)" }
        let walk: Query = "from flotilla.revision_sessions where \(place) order by id desc"
        var conditions = reader.seesSession
        if let path = filter.pathID { conditions = "\(conditions) and session.path_id = \(path)" }
        if let step = filter.step { conditions = "\(conditions) and session.step = \(Int32(clamping: step))" }
        if let isOpen = filter.isOpen { conditions = "\(conditions) and (session.ended_at is null) = \(isOpen)" }
        let answers = try await database.queries(
            [
                ListBound.page(
                    of: """
                        select session.id, session.path_id, path.name as path_name, session.step, session.student_id,
                            \(Self.name("student")) as student_name, session.started_at, session.ended_at,
                            session.seconds, session.score, session.progress, (
                                select count(*) from flotilla.revision_questions question
                                where question.session_id = session.id
                            ) as questions
                        from (select * \(walk) \(ListBound.limit)) session
                            join flotilla.learning_paths path on path.id = session.path_id
                            left join flotilla.users student on student.id = session.student_id
                        where \(conditions) order by session.id desc
                        """,
                    size: "octet_length(path_name)", order: "id desc", limit: limit),
                "select id \(walk) \(ListBound.edge)",
            ], of: tenant)
        let list = try answers[0].map { try SessionSummary($0) }
        if try ListBound.hasNext(answers[0]) { return (list, list.last?.id) }
        return (list, try answers[1].first?.decode(0, as: UUID.self))
    }
}

extension SessionSummary {
    fileprivate init(_ row: Row) throws {
        func number(_ name: String) throws -> Int? { try row.decode(name, as: Int32?.self).map { Int($0) } }
        self.init(
            id: try row.decode("id"), pathID: try row.decode("path_id"), pathName: try row.decode("path_name"),
            step: try number("step") ?? 0, studentID: try row.decode("student_id"),
            studentName: try row.decode("student_name", as: String?.self) ?? "",
            startedAt: try row.decode("started_at"), endedAt: try row.decode("ended_at"),
            seconds: try number("seconds"), score: try number("score"), progress: try number("progress"),
            questions: Int(clamping: try row.decode("questions", as: Int64.self)))
    }
}
