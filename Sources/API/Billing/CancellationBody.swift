import HTTPServer
import JSON
import Schemas

/// The body of `POST /invoices/{id}/cancel`.
struct CancellationBody {
    struct Members: FieldSet {
        let reason = Field.line("reason", atMost: 500)
    }

    private static let members = Members()
    private static let names = Members.names()

    /// Stands on the credit note.
    let reason: String

    init(_ json: JSONValue) throws(Problem) {
        var fields = try FieldReader(json, of: Self.names)
        let reason = fields.require(Self.members.reason)
        try fields.finish()
        self.reason = reason ?? ""
    }
}

extension CancellationBody {
    static var schema: Schema { Members.schema(required: ["reason"]) }
    static let example = #"{"reason": "The wrong school was billed."}"#
}
