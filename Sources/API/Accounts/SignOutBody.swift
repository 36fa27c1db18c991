import HTTPServer
import JSON
import Schemas

/// The body of `POST /auth/signout`, which may be absent.
struct SignOutBody {
    struct Members: FieldSet {
        let everywhere = Field.flag("everywhere")
    }

    private static let members = Members()
    private static let names = Members.names()

    let isEverywhere: Bool

    init(_ json: JSONValue) throws(Problem) {
        var fields = try FieldReader(json, of: Self.names)
        isEverywhere = fields.read(Self.members.everywhere) ?? false
        try fields.finish()
    }
}

extension SignOutBody {
    static var schema: Schema { Members.schema() }
}
