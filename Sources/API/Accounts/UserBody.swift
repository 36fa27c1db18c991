import Accounts
import HTTPServer

/// What a school says of a user: whom to invite, or what to change.
struct UserBody {
    /// Those that an account gives; the others are the operators' matter.
    static let roles: [Role] = [.school, .professor, .student]

    let email: EmailAddress?
    let change: UserChange

    /// A user to be invited: `email` and `role` are there.
    static func invitation(_ object: JSONObject) throws(Problem) -> UserBody {
        try UserBody(object, required: ["email", "role"], allowed: ["email", "role", "name", "locale"])
    }

    /// JSON Merge patch (RFC 7396): null takes a name or a locale away.
    static func change(_ object: JSONObject) throws(Problem) -> UserBody {
        try UserBody(object, required: [], allowed: ["role", "name", "locale"])
    }

    private init(_ object: JSONObject, required: [String], allowed: [String]) throws(Problem) {
        var fields = FieldReader(object)
        fields.refuseOthers(than: allowed)
        for name in required where object[name] == nil || object[name] == .null { fields.reject(name, "is required") }
        email = fields.read("email", "an e-mail address") { $0.stringValue.flatMap { EmailAddress($0) } }
        var change = UserChange()
        let names = Self.roles.map(\.rawValue).joined(separator: ", ")
        if required.isEmpty, object["role"] == .null { fields.reject("role", "should be one of \(names)") }
        change.role = fields.read("role", "one of \(names)") { json in
            Self.roles.first { $0.rawValue == json.stringValue }
        }
        if object["name"] != nil {
            change.name = .some(
                fields.read("name", "a line of 1 to 200 characters without control characters or marks of direction") {
                    $0.stringValue.flatMap { (1...200).contains($0.unicodeScalars.count) && $0.isPlainLine ? $0 : nil }
                })
        }
        if object["locale"] != nil {
            change.locale = .some(
                fields.read("locale", "a language tag such as fr or fr-FR") {
                    $0.stringValue.flatMap { LanguageTag($0) }
                })
        }
        self.change = change
        guard fields.errors.isEmpty else { throw .invalid(fields.errors) }
    }
}
