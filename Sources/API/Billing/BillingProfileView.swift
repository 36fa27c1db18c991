import Billing
import Foundation
import Invoices

/// A billing profile as its school sees it. Where none is set, it is what invoices say: the account's name and the address of
/// its first administrator.
struct BillingProfileView: Encodable, Sendable {
    let tenant: UUID
    let legalName: String
    let address: PostalAddress?
    let siren: String?
    let vatNumber: String?
    let email: String?
    let electronicAddress: String?
    let autoPayment: AutoPayment?
    let timeZone: String?
    /// nil: none is set.
    let updatedAt: Date?

    struct AutoPayment: Encodable, Sendable {
        let customer: String
        let paymentMethod: String
    }

    init(_ stored: BillingProfile.Stored, of tenant: UUID) {
        self.tenant = tenant
        let profile = stored.profile
        legalName = profile.legalName
        address = profile.address
        siren = profile.siren
        vatNumber = profile.vatNumber
        email = profile.email
        electronicAddress = profile.electronicAddress
        autoPayment = profile.autoPayment.map {
            AutoPayment(customer: $0.customer, paymentMethod: $0.paymentMethod)
        }
        timeZone = profile.timeZone
        updatedAt = stored.updatedAt
    }
}
