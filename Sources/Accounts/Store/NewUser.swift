public import AWS
public import Foundation

/// A user to be made, with the account of its own that it starts in.
public struct NewUser: Sendable {
    public let id: UUID
    public let accountID: UUID
    public let email: EmailAddress
    /// bcrypt's 60 characters.
    public let passwordHash: String
    public let companyName: String
    public let roleARN: RoleARN?

    public init(
        id: UUID, accountID: UUID, email: EmailAddress, passwordHash: String, companyName: String,
        roleARN: RoleARN? = nil
    ) {
        self.id = id
        self.accountID = accountID
        self.email = email
        self.passwordHash = passwordHash
        self.companyName = companyName
        self.roleARN = roleARN
    }
}
