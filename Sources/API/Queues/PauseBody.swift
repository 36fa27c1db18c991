import HTTPServer
import JSON
import Jobs
import Schemas

/// The body of `POST /queues/{name}/pause` and `/resume`, which may be absent.
struct PauseBody {
    struct Members: FieldSet {
        let kind = Field.kind("kind")
    }

    private static let members = Members()
    private static let names = Members.names()

    /// nil: the whole queue.
    let kind: JobKind?

    /// - Parameter kinds: those of the queue.
    init(_ json: JSONValue, kinds: Set<JobKind>) throws(Problem) {
        var fields = try FieldReader(json, of: Self.names)
        kind = fields.read(Self.members.kind)
        if let kind, !kinds.contains(kind) { fields.reject(Self.members.kind, "is no kind of this queue") }
        try fields.finish()
    }
}

extension PauseBody {
    static var schema: Schema { Members.schema() }
}
