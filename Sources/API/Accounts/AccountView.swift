import Accounts
import HTTPServer

/// Accounts, users and sessions as callers see them.
enum AccountView {
    /// The answer to a sign-in.
    static func session(_ session: Authenticator.Session, of account: Account?) -> JSONValue {
        .object([
            "token": .string(session.token.text), "expires_at": .date(session.token.expiresAt),
            "user": .object([
                "id": .uuid(session.user.id), "email": .string(session.user.email.text),
                "role": .string(session.user.role.rawValue), "created_at": .date(session.user.createdAt),
                "account": account.map { Self.account($0) } ?? .null,
            ]),
        ])
    }

    /// With the external id: it has to stand in the trust policy of the role.
    static func account(_ account: Account) -> JSONValue {
        .object([
            "id": .uuid(account.id), "company_name": .string(account.companyName),
            "role_arn": .text(account.roleARN?.description), "external_id": .string(account.externalID.rawValue),
            "created_at": .date(account.createdAt),
        ])
    }

    static func user(_ record: UserRecord) -> JSONValue {
        .object([
            "id": .uuid(record.user.id), "email": .string(record.user.email.text),
            "role": .string(record.user.role.rawValue), "name": .text(record.name), "locale": .text(record.locale),
            "status": .string(record.isInvited ? "invited" : "active"), "created_at": .date(record.user.createdAt),
        ])
    }

    /// What is answered and kept when a user is made; the invitation's token is added to it and kept nowhere.
    static func invited(_ invitation: Invitation) -> JSONObject {
        [
            "id": .uuid(invitation.id), "email": .string(invitation.email.text),
            "role": .string(invitation.role.rawValue), "name": .text(invitation.name),
            "locale": .text(invitation.locale?.text),
        ]
    }

    static func path(of user: Invitation) -> String { "/users/\(user.id.uuidString.lowercased())" }
}
