import Foundation
import HTTPServer
import JSON
import Schemas
import School

/// The body of `POST /revision-sessions`.
struct RevisionBody {
    struct Members: FieldSet {
        let learningPathID = Field.uuid("learning_path_id")
        let step = Field.integer("step", in: 1...SchoolLimits.mostSteps)
    }

    private static let members = Members()
    private static let names = Members.names()

    let learningPathID: UUID
    let step: Int

    init(_ json: JSONValue) throws(Problem) {
        var fields = try FieldReader(json, of: Self.names)
        let (path, step) = (fields.require(Self.members.learningPathID), fields.require(Self.members.step))
        try fields.finish()
        guard let path, let step else { throw Problem(.internalServerError) }
        (learningPathID, self.step) = (path, step)
    }
}

extension RevisionBody {
    static var schema: Schema { Members.schema(required: ["learning_path_id", "step"]) }
    static let example = #"{"learning_path_id": "0198c1f2-7a10-7c3e-9d55-0f5b8f6a1c11", "step": 1}"#
}
