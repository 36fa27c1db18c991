import Foundation
import HTTPServer
import JSON
import Schemas

/// The body of `POST /conversations`.
struct ConversationBody {
    struct Members: FieldSet {
        let with = Field<Other>("with", "a user's id, or support", schema: .string) { json in
            guard let text = json.stringValue else { return nil }
            return text == "support" ? .support : UUID(uuidString: text).map { .user($0) }
        }
    }

    enum Other: Sendable {
        case user(UUID)
        case support
    }

    private static let members = Members()
    private static let names = Members.names()

    let with: Other

    init(_ json: JSONValue) throws(Problem) {
        var fields = try FieldReader(json, of: Self.names)
        let with = fields.require(Self.members.with)
        try fields.finish()
        guard let with else { throw Problem(.internalServerError) }
        self.with = with
    }
}

extension ConversationBody {
    static var schema: Schema { Members.schema(required: ["with"]) }
    static let example = #"{"with": "support"}"#
}
