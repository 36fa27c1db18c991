public import Contracts

/// What standing invoices have billed of an earlier month's flat prices at one rate of tax: lines of plan, modules and users of
/// the month's own invoice, and adjustments of the month on later ones.
public struct BilledFlat: Sendable, Hashable {
    public let month: BillingMonth
    public let currency: Currency
    public let rate: VATRate
    public let exemptionReason: String?
    /// In the currency's smallest unit.
    public let netCents: Int64

    public init(
        month: BillingMonth, currency: Currency, rate: VATRate, exemptionReason: String? = nil, netCents: Int64
    ) {
        self.month = month
        self.currency = currency
        self.rate = rate
        self.exemptionReason = exemptionReason
        self.netCents = netCents
    }
}
