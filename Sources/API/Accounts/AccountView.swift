import Accounts
import Foundation

/// An account as its users see it, with the external id, which the trust policy of the role that we assume has to name.
struct AccountView: Encodable, Sendable {
    let id: UUID
    let companyName: String
    let roleARN: String?
    let externalID: String
    let createdAt: Date

    init(_ account: Account) {
        id = account.id
        companyName = account.companyName
        roleARN = account.roleARN?.description
        externalID = account.externalID.rawValue
        createdAt = account.createdAt
    }
}
