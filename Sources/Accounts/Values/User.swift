public import Foundation

/// A person who signs in. The password's hash is not here but in `Credentials`, so that no answer holds it by mistake.
public struct User: Sendable, Equatable {
    public let id: UUID
    public let account: UUID
    public let email: EmailAddress
    public let role: Role
    public let createdAt: Date

    public init(id: UUID, account: UUID, email: EmailAddress, role: Role, createdAt: Date) {
        self.id = id
        self.account = account
        self.email = email
        self.role = role
        self.createdAt = createdAt
    }
}
