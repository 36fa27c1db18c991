import Accounts
import Foundation
import HTTPServer

/// Who asks, and what that one may do.
struct MeView: Encodable, Sendable {
    let user: Person
    let role: Role
    let tenant: UUID
    /// The routes that the role may use, such as `POST /jobs/{id}/retry`: a page shows no button that would be refused.
    let may: [String]
    let expiresAt: Date

    /// - Parameter record: nil for the user of another issuer.
    init(_ token: VerifiedToken, _ record: UserRecord?, may: [String]) {
        user = Person(
            id: token.principal.userID, email: record?.user.email.text, name: record?.name, locale: record?.locale)
        role = token.principal.role
        tenant = token.principal.tenant
        self.may = may
        expiresAt = token.expiresAt
    }

    struct Person: Encodable, Sendable {
        let id: UUID
        let email: String?
        let name: String?
        let locale: String?
    }
}
