import HTTPServer
import JSON
import Schemas
import School

/// The body of `POST /conversations/{id}/messages`.
struct MessageBody {
    struct Members: FieldSet {
        /// Its length in characters is a rule of the school.
        let text = Field.written("text", atMost: 64 << 10)
    }

    private static let members = Members()
    private static let names = Members.names()

    let text: String

    init(_ json: JSONValue) throws(Problem) {
        var fields = try FieldReader(json, of: Self.names)
        let text = fields.require(Self.members.text)
        try fields.finish()
        guard let text else { throw Problem(.internalServerError) }
        self.text = text
    }
}

extension MessageBody {
    static var schema: Schema { Members.schema(required: ["text"]) }
    static let example = #"{"text": "Good morning"}"#
}
