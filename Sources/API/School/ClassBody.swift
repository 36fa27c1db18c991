import Foundation
import HTTPServer
import JSON
import Schemas
import School

/// The body of `POST /classes` and `PATCH /classes/{id}`.
struct ClassBody {
    struct Members: FieldSet {
        let name = Field.line("name", atMost: 200)
        let professorIDs = Field.ids("professor_ids", 0...SchoolLimits.classProfessors)
        let studentIDs = Field.ids("student_ids", 0...SchoolLimits.classStudents)
    }

    private static let members = Members()
    private static let names = Members.names()

    let change: ClassChange

    /// - Parameter isNew: its name is required then.
    init(_ json: JSONValue, isNew: Bool) throws(Problem) {
        let members = Self.members
        var fields = try FieldReader(json, of: Self.names)
        change = ClassChange(
            name: isNew ? fields.require(members.name) : fields.read(members.name),
            professorIDs: fields.read(members.professorIDs), studentIDs: fields.read(members.studentIDs))
        try fields.finish()
    }
}

extension ClassBody {
    static func schema(isNew: Bool) -> Schema { Members.schema(required: isNew ? ["name"] : []) }
    static let example = #"{"name": "6B", "professor_ids": [], "student_ids": []}"#
}
