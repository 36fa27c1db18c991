import HTTPServer
import JSON
import Schemas

/// The body of `POST /revision-sessions/{id}/questions`.
struct RevisionQuestionBody {
    struct Members: FieldSet {
        let text = Field.written("text", atMost: 8000)
    }

    private static let members = Members()
    private static let names = Members.names()

    let text: String

    init(_ json: JSONValue) throws(Problem) {
        var fields = try FieldReader(json, of: Self.names)
        let text = fields.require(Self.members.text)
        try fields.finish()
        self.text = text ?? ""
    }
}

extension RevisionQuestionBody {
    static var schema: Schema { Members.schema(required: ["text"]) }
    static let example = #"{"text": "How many quarters make a half?"}"#
}
