import Foundation
import Generations
import HTTPServer
import JSON
import Schemas

/// The body of `POST /interactions`: a list.
struct InteractionsBody {
    private struct Members: FieldSet {
        let userID = Field.uuid("user_id")
        let courseID = Field.line("course_id", atMost: 200)
        let kind = Field<InteractionRecord.Kind>.choice("kind")
        let at = Field.date("at")
        let level = Field.line("level", atMost: 200)
    }

    private static let members = Members()
    private static let names = Members.names()

    let list: [InteractionRecord]

    init(_ json: JSONValue, atMost most: Int, now: Date) throws(Problem) {
        guard let elements = json.arrayValue, (1...most).contains(elements.count) else {
            throw .invalid([Problem.FieldError(pointer: "", message: "should be a list of 1 to \(most) interactions")])
        }
        var errors = FieldErrors()
        var list: [InteractionRecord] = []
        for (index, json) in elements.enumerated() where !errors.isFull {
            do throws(Problem) {
                list.append(try Self.interaction(json, now: now))
            } catch {
                errors.add(error.errors, at: "/\(index)")
            }
        }
        if !errors.isEmpty { throw .invalid(errors) }
        self.list = list
    }

    private static func interaction(_ json: JSONValue, now: Date) throws(Problem) -> InteractionRecord {
        var fields = try FieldReader(json, of: names)
        let user = fields.require(members.userID)
        let course = fields.require(members.courseID)
        let kind = fields.require(members.kind)
        let at = fields.require(members.at)
        let level = fields.read(members.level)
        // Clocks differ; what lies ahead would be the latest for ever.
        if let at, at > now + 300 { fields.reject(members.at, "lies in the future") }
        try fields.finish()
        guard let user, let course, let kind, let at else { throw Problem(.internalServerError) }
        return InteractionRecord(userID: user, courseID: course, kind: kind, at: at, level: level)
    }
}

extension InteractionsBody {
    static var schema: Schema {
        .array(of: Members.schema(required: ["user_id", "course_id", "kind", "at"]), 1...InteractionRoutes.most)
    }

    static let example =
        #"[{"user_id": "0198c1f2-7a10-7c3e-9d55-0f5b8f6a1c11", "course_id": "fractions", "kind": "completed", "at": "2026-11-01T09:00:00Z"}]"#
}
