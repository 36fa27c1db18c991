import Accounts
import Channels
import Foundation
import HTTPServer
import JSON
import Notifications
import Schemas

/// Whom a notification is for: one of three forms.
struct RecipientBody {
    struct Members: FieldSet {
        let userID = Field.uuid("user_id")
        let role: Field<Role> = .choice("role")
        let email: Field<MailAddress> = Field("email", "an e-mail address", schema: .string(format: "email")) { json in
            json.stringValue.flatMap { try? MailAddress($0) }
        }
        let name = Field.line("name", atMost: 200)
        let locale: Field<LanguageTag> = Field("locale", "a language tag such as fr or fr-FR", schema: .string) {
            json in
            json.stringValue.flatMap { LanguageTag($0) }
        }
    }

    private static let members = Members()
    private static let names = Members.names()
    /// In words, for the caller.
    static let expected = "{\"user_id\": …}, {\"role\": …} or {\"email\": …, \"name\"?, \"locale\"?}"

    let recipient: Recipient

    init(_ json: JSONValue) throws(Problem) {
        guard json.objectValue != nil else {
            throw .invalid([Problem.FieldError(pointer: "", message: "should be \(Self.expected), or a list of these")])
        }
        let members = Self.members
        var fields = try FieldReader(json, of: Self.names)
        let user = fields.read(members.userID)
        let role = fields.read(members.role)
        let email = fields.read(members.email)
        let (name, locale) = (fields.read(members.name), fields.read(members.locale))
        let given = [members.userID.name, members.role.name, members.email.name].filter {
            (fields.object[$0] ?? .null) != .null
        }
        if given.count != 1 {
            fields.reject([Problem.FieldError(pointer: "", message: "should be \(Self.expected)")])
        } else if email == nil, name != nil || locale != nil {
            let other = name == nil ? members.locale.name : members.name.name
            fields.reject([Problem.FieldError(pointer: "/\(other)", message: "belongs to email: users have their own")])
        }
        try fields.finish()
        if let user {
            recipient = .user(user)
        } else if let role {
            recipient = .role(role)
        } else if let email {
            recipient = .address(email, name: name, locale: locale?.text)
        } else {
            throw .invalid([Problem.FieldError(pointer: "", message: "should be \(Self.expected)")])
        }
    }
}

extension RecipientBody {
    static func oneOrMany(atMost most: Int) -> Schema {
        .any(of: [Members.schema(), .array(of: Members.schema(), 1...most)])
    }
}
