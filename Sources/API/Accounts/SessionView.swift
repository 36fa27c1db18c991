import Accounts
import Foundation

/// What a sign-in gives: the token once, and whose it is.
struct SessionView: Encodable, Sendable {
    let token: String
    let expiresAt: Date
    let user: SignedIn

    init(_ session: Authenticator.Session, _ account: Account?) {
        token = session.token.text
        expiresAt = session.token.expiresAt
        user = SignedIn(session.user, account)
    }

    struct SignedIn: Encodable, Sendable {
        let id: UUID
        let email: String
        let role: String
        let createdAt: Date
        let account: AccountView?

        init(_ user: User, _ account: Account?) {
            id = user.id
            email = user.email.text
            role = user.role.rawValue
            createdAt = user.createdAt
            self.account = account.map { AccountView($0) }
        }
    }
}
