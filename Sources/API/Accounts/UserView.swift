import Accounts
import Foundation
import HTTPServer
import JSON
import Schemas

/// A user of an account, as those see it who manage the account.
struct UserView: Encodable, Sendable {
    let id: UUID
    let email: String
    let role: String
    let name: String?
    let locale: String?
    let status: String
    let createdAt: Date

    init(_ record: UserRecord) {
        id = record.user.id
        email = record.user.email.text
        role = record.user.role.rawValue
        name = record.name
        locale = record.locale
        status = record.isInvited ? "invited" : "active"
        createdAt = record.user.createdAt
    }

    /// What is answered and kept when a user is made; the invitation's token is added to it and kept nowhere.
    struct Invited: Encodable, Sendable {
        let id: UUID
        let email: String
        let role: String
        let name: String?
        let locale: String?

        init(_ invitation: Invitation) {
            id = invitation.id
            email = invitation.email.text
            role = invitation.role.rawValue
            name = invitation.name
            locale = invitation.locale?.text
        }
    }
}

extension UserView.Invited: DescribedJSON {
    static func schema(in definitions: inout SchemaDefinitions) -> Schema {
        .all(of: [definitions.object(of: Self.self), .texts("invite_token")])
    }
}
