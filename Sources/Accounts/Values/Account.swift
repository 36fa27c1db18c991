public import AWS
public import Foundation

/// A tenant: a company, or a school.
public struct Account: Sendable, Equatable {
    public let id: UUID
    public let companyName: String
    /// The AWS role to assume for scans; none until the tenant names one.
    public let roleARN: RoleARN?
    public let externalID: ExternalID
    public let createdAt: Date

    public init(id: UUID, companyName: String, roleARN: RoleARN?, externalID: ExternalID, createdAt: Date) {
        self.id = id
        self.companyName = companyName
        self.roleARN = roleARN
        self.externalID = externalID
        self.createdAt = createdAt
    }
}
