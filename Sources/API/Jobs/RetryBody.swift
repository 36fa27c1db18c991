import Fleet
import HTTPServer
import JSON
import Jobs
import Schemas

/// The body of `POST /jobs/{id}/retry`, which may be absent: another payload to run with.
struct RetryBody {
    struct Members: FieldSet {
        let payload = Field.object("payload")
    }

    private static let members = Members()
    private static let names = Members.names()

    /// nil: as it was.
    let payload: [UInt8]?

    init(_ request: HTTPRequest, of kind: JobKind) throws(Problem) {
        guard !request.body.isEmpty else {
            payload = nil
            return
        }
        var fields = try FieldReader(try request.document(), of: Self.names)
        let isGiven = (fields.object[Self.members.payload.name] ?? .null) != .null
        payload = isGiven ? fields.payload(Self.members.payload) : nil
        if isGiven, let route = Domains.route(for: kind, isScheduled: false) {
            fields.reject(
                Self.members.payload, "is not to be edited: the job has rows beside it that say the same; use \(route)")
        }
        try fields.finish()
    }
}

extension RetryBody {
    static var schema: Schema { Members.schema() }
}
