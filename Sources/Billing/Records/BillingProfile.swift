public import Foundation
public import Invoices

/// To whom a school's invoices go, and how it pays.
public struct BillingProfile: Sendable, Hashable {
    public var legalName: String
    /// nil only where the school has set no profile.
    public var address: PostalAddress?
    public var siren: String?
    public var vatNumber: String?
    /// nil only where the school has set no profile and has no administrator.
    public var email: String?
    public var electronicAddress: String?
    /// nil: the school pays by itself.
    public var autoPayment: AutoPayment?
    /// A name of the IANA database; nil: that of the fleet.
    public var timeZone: String?

    public init(
        legalName: String, address: PostalAddress?, siren: String? = nil, vatNumber: String? = nil, email: String?,
        electronicAddress: String? = nil, autoPayment: AutoPayment? = nil, timeZone: String? = nil
    ) {
        self.legalName = legalName
        self.address = address
        self.siren = siren
        self.vatNumber = vatNumber
        self.email = email
        self.electronicAddress = electronicAddress
        self.autoPayment = autoPayment
        self.timeZone = timeZone
    }

    /// Whom the payment gateway charges.
    public struct AutoPayment: Sendable, Hashable {
        public let customer: String
        public let paymentMethod: String

        public init(customer: String, paymentMethod: String) {
            self.customer = customer
            self.paymentMethod = paymentMethod
        }
    }

    /// A profile as it is kept.
    public struct Stored: Sendable, Hashable {
        public let profile: BillingProfile
        /// nil: the school has set none, and invoices say what its account does.
        public let updatedAt: Date?
    }
}
