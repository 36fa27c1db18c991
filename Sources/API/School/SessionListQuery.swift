import Foundation
import HTTPServer
import JSON
import School

/// The parameters of `GET /revision-sessions`.
struct SessionListQuery {
    struct Parameters: FieldSet {
        let path = Field.uuid("learning_path_id")
        let step = Field<Int>("step", "a number from 1 to \(SchoolLimits.mostSteps)") { json in
            json.stringValue.flatMap { Int($0) }.flatMap { (1...SchoolLimits.mostSteps).contains($0) ? $0 : nil }
        }
        let student = Field.uuid("student_id")
        let status = Field<RevisionSessionView.Status>.choice("status")
    }

    private static let parameters = Parameters()
    private static let names = Parameters.names()

    let filter: SessionFilter

    init(_ request: HTTPRequest) throws(Problem) {
        try request.allowQuery(["limit", "cursor"] + Self.names)
        filter = SessionFilter(
            pathID: try request.query(Self.parameters.path), step: try request.query(Self.parameters.step),
            studentID: try request.query(Self.parameters.student),
            isOpen: try request.query(Self.parameters.status).map { $0 == .open })
    }
}
