public import Foundation
public import Postgres

/// A user to be made without a password, and the token with which the user chooses one.
public struct Invitation: Sendable {
    /// Invitations of one account that may wait for their users.
    private static let mostWaiting = 10_000

    public let id: UUID
    public let email: EmailAddress
    public let role: Role
    public let name: String?
    public let locale: LanguageTag?
    private let digest: [UInt8]

    public init(id: UUID, email: EmailAddress, role: Role, name: String?, locale: LanguageTag?, token: OneTimeToken) {
        self.id = id
        self.email = email
        self.role = role
        self.name = name
        self.locale = locale
        digest = token.digest
    }

    /// To be run in a transaction that entered the tenant; again, with the same id, they change nothing.
    public var statements: [Query] {
        [
            AccountStore.enterAPI,
            """
            select flotilla.invite_user(
                \(id), \(email.text), \(role.rawValue), \(name), \(locale?.text), \(digest),
                \(OneTimeToken.Purpose.invitation.lifetime) * interval '1 second', \(Int32(Self.mostWaiting)))
            """,
        ]
    }
}
