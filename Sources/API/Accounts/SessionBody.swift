import HTTPServer
import JSON
import Schemas

/// The body of `POST /auth/session` for those who have a token: of `flotilla token`, or of another issuer.
struct SessionBody {
    struct Members: FieldSet {
        let token = Field.text("token", atMost: 3500)
    }

    private static let members = Members()
    private static let names = Members.names()

    let token: String

    /// - Returns: nil for a body without a token: that is an e-mail address and a password.
    init?(_ json: JSONValue) throws(Problem) {
        guard json.objectValue?.contains(Self.members.token.name) == true else { return nil }
        var fields = try FieldReader(json, of: Self.names)
        guard let token = fields.require(Self.members.token), fields.errors.isEmpty else {
            throw .invalid(fields.errors)
        }
        self.token = token
    }
}

extension SessionBody {
    static var schema: Schema { Members.schema(required: ["token"]) }
}
