import AWS
import Accounts
import HTTPServer
import JSON
import Schemas

/// The body of `PATCH /account`: a merge patch (RFC 7396), where null takes the role away.
struct AccountBody {
    struct Members: FieldSet {
        let companyName: Field<String> = Field(
            "company_name", "a line of 1 to 200 characters without control characters or marks of direction"
        ) { $0.stringValue.flatMap { SignUpRequest.companyName($0) } }
        let roleARN = Field("role_arn", "a string or null", \.stringValue)
    }

    private static let members = Members()
    private static let names = Members.names()

    let companyName: String?
    /// The outer nil: stays as it is.
    let roleARN: RoleARN??

    init(_ json: JSONValue) throws(Problem) {
        var fields = try FieldReader(json, of: Self.names)
        let name = fields.change(Self.members.companyName)
        if case .some(nil) = name { fields.reject(Self.members.companyName, "cannot be taken away") }
        companyName = name ?? nil
        var role: RoleARN??
        do {
            role = try fields.change(Self.members.roleARN).map { text in try text.map { try RoleARN($0) } }
        } catch {
            fields.reject(Self.members.roleARN, "\(error)")
        }
        roleARN = role
        try fields.finish()
    }
}

extension AccountBody {
    static var schema: Schema { Members.schema() }
    static let example = #"{"company_name": "Lycée Ada Lovelace", "role_arn": "arn:aws:iam::111122223333:role/scan"}"#
}
