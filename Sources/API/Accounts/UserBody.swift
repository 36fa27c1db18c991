import Accounts
import HTTPServer
import JSON
import Schemas

/// What a school says of a user: whom to invite, or what to change.
struct UserBody {
    /// Those that an account gives; the others are the operators' matter.
    static let roles: [Role] = [.school, .professor, .student]

    /// Of an invitation alone.
    struct Address: FieldSet {
        let email: Field<EmailAddress> = Field("email", "an e-mail address", schema: .string(format: "email")) { json in
            json.stringValue.flatMap { EmailAddress($0) }
        }
    }

    struct Members: FieldSet {
        let role: Field<Role> = Field(
            "role", "one of \(roles.map(\.rawValue).joined(separator: ", "))", schema: .choice(roles.map(\.rawValue))
        ) { json in
            roles.first { $0.rawValue == json.stringValue }
        }
        let name: Field<String> = Field(
            "name", "a line of 1 to 200 characters without control characters or marks of direction",
            schema: .string(length: 1...200)
        ) { json in
            json.stringValue.flatMap { (1...200).contains($0.unicodeScalars.count) && $0.isPlainLine ? $0 : nil }
        }
        let locale: Field<LanguageTag> = Field("locale", "a language tag such as fr or fr-FR", schema: .string) {
            json in
            json.stringValue.flatMap { LanguageTag($0) }
        }
    }

    private static let (address, members) = (Address(), Members())
    private static let changeable = Members.names()
    private static let all = Address.names() + changeable

    let email: EmailAddress?
    let change: UserChange

    /// A user to be invited: `email` and `role` are there.
    static func invitation(_ json: JSONValue) throws(Problem) -> UserBody { try UserBody(json, isNew: true) }

    /// JSON Merge patch (RFC 7396): null takes a name or a locale away.
    static func change(_ json: JSONValue) throws(Problem) -> UserBody { try UserBody(json, isNew: false) }

    private init(_ json: JSONValue, isNew: Bool) throws(Problem) {
        let members = Self.members
        var fields = try FieldReader(json, of: isNew ? Self.all : Self.changeable)
        var change = UserChange()
        if isNew {
            email = fields.require(Self.address.email)
            change.role = fields.require(members.role)
        } else {
            email = nil
            let role = fields.change(members.role)
            if case .some(nil) = role { fields.reject(members.role, "should be \(members.role.expected)") }
            change.role = role ?? nil
        }
        change.name = fields.change(members.name)
        change.locale = fields.change(members.locale)
        self.change = change
        try fields.finish()
    }
}

extension UserBody {
    static func schema(isNew: Bool) -> Schema {
        isNew ? Members.schema(with: [Address.self], required: ["email", "role"]) : Members.schema()
    }

    static let example = #"{"email": "ada@example.org", "role": "professor", "name": "Ada", "locale": "en"}"#
}
