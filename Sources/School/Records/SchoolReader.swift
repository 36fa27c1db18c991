public import Accounts
public import Foundation
import Postgres

/// Whose eyes rows are read with: what these may not see is not there.
public enum SchoolReader: Sendable, Hashable {
    /// Who sees all of the school.
    case school
    case professor(UUID)
    case student(UUID)

    public init(_ principal: Principal) {
        switch principal.role {
        case .professor: self = .professor(principal.userID)
        case .student: self = .student(principal.userID)
        case .admin, .school, .support, .service: self = .school
        }
    }

    /// Over a row `class` of `flotilla.classes`.
    var seesClass: Query {
        switch self {
        case .school: "true"
        case .professor(let id), .student(let id):
            """
            exists (select from flotilla.class_members own where own.class_id = class.id and own.user_id = \(id))
            """
        }
    }

    /// Over a row `path` of `flotilla.learning_paths`. A pupil sees those that are validated.
    var seesPath: Query {
        switch self {
        case .school: "true"
        case .professor(let id): "path.professor_id = \(id)"
        case .student(let id):
            """
            (path.validated_at is not null and path.archived_at is null and exists (
                select from flotilla.learning_path_students own where own.path_id = path.id and own.student_id = \(id)))
            """
        }
    }

    /// Over a row `student` of `flotilla.users`.
    var seesStudent: Query {
        switch self {
        case .school: "true"
        case .professor(let id):
            """
            (exists (
                select from flotilla.class_members own join flotilla.class_members other using (class_id)
                where own.user_id = \(id) and other.user_id = student.id)
            or exists (
                select from flotilla.learning_path_students place join flotilla.learning_paths path
                    on path.id = place.path_id
                where place.student_id = student.id and path.professor_id = \(id)))
            """
        case .student(let id): "student.id = \(id)"
        }
    }

    /// Over a row `session` of `flotilla.revision_sessions` and the row `path` of its path.
    var seesSession: Query {
        switch self {
        case .school: "true"
        case .professor(let id): "path.professor_id = \(id)"
        case .student(let id): "session.student_id = \(id)"
        }
    }
}
