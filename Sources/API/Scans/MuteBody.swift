import HTTPServer
import JSON
import Schemas

/// The body of `POST /findings/{id}/mute`.
struct MuteBody {
    struct Members: FieldSet {
        let reason: Field<String> = Field(
            "reason", "a text of 1 to 1000 characters: why this is accepted", schema: .string(length: 1...1000)
        ) { json in
            json.stringValue.flatMap { (1...1000).contains($0.count) && !$0.utf8.contains(0) ? $0 : nil }
        }
    }

    private static let members = Members()
    private static let names = Members.names()

    let reason: String

    init(_ json: JSONValue) throws(Problem) {
        var fields = try FieldReader(json, of: Self.names)
        guard let reason = fields.require(Self.members.reason), fields.errors.isEmpty else {
            throw .invalid(fields.errors)
        }
        self.reason = reason
    }
}

extension MuteBody {
    static var schema: Schema { Members.schema(required: ["reason"]) }
    static let example = #"{"reason": "The bucket holds a public site."}"#
}
