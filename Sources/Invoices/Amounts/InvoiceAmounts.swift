public import Contracts

/// What is to be paid for a month.
public struct InvoiceAmounts: Sendable, Hashable, Codable {
    /// nil: nothing was subscribed, and no use came late, so there is nothing to invoice.
    public let currency: Currency?
    public let lines: [InvoiceLine]
    public let totals: InvoiceTotals
    public let warnings: [AmountWarning]

    public init(currency: Currency?, lines: [InvoiceLine], totals: InvoiceTotals, warnings: [AmountWarning] = []) {
        self.currency = currency
        self.lines = lines
        self.totals = totals
        self.warnings = warnings
    }
}

/// Use that is not on the invoice.
public struct AmountWarning: Sendable, Hashable, Codable {
    public enum Code: String, Sendable, Codable, CaseIterable {
        /// It lies in days without a subscription.
        case unsubscribedUse = "use_without_subscription"
        /// It came late, for a month that was invoiced in another currency.
        case otherCurrency = "late_use_in_other_currency"
        /// Corrections take back more than was used before them.
        case unusedCorrection = "correction_beyond_use"
    }

    public let code: Code
    public let metric: String
    public let month: BillingMonth
    /// How much of the metric; above 0, at most the highest number there is.
    public let quantity: Int64

    public var message: String {
        switch code {
        case .unsubscribedUse:
            "\(quantity) of \(metric) in \(month) were used on days without a subscription, and are not billed"
        case .otherCurrency:
            "\(quantity) of \(metric) in \(month) came late, and are not billed: that month has another currency"
        case .unusedCorrection:
            "corrections of \(metric) in \(month) take back \(quantity) more than was used before them, which change nothing"
        }
    }
}
