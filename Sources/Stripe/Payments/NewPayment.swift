public import Foundation

/// What is asked of a customer who is not there: an amount, from a method that was saved before.
public struct NewPayment: Sendable, Hashable {
    /// In the currency's smallest unit, and more than 0: cents of EUR, whole JPY, fils of KWD.
    public let amountCents: Int64
    /// Three letters (ISO 4217), in capitals or not.
    public let currency: String
    /// `cus_…`
    public let customer: String
    /// `pm_…`, attached to the customer.
    public let paymentMethod: String
    /// Goes along as `metadata[invoice_id]`, by which the payment is found again.
    public let invoiceID: UUID
    /// More of it, such as `payment_id`: at most 49 of it, names up to 40 and values up to 500 characters.
    public let metadata: [String: String]

    public init(
        amountCents: Int64, currency: String, customer: String, paymentMethod: String, invoiceID: UUID,
        metadata: [String: String] = [:]
    ) {
        self.amountCents = amountCents
        self.currency = currency
        self.customer = customer
        self.paymentMethod = paymentMethod
        self.invoiceID = invoiceID
        self.metadata = metadata
    }

    /// A difference between what was asked and what a PaymentIntent says; nil when it is the one.
    public func difference(from intent: PaymentIntent) -> String? {
        if intent.amountCents != amountCents { return "amount" }
        if intent.currency != currency.lowercased() { return "currency" }
        if intent.customer != customer { return "customer" }
        return intent.invoiceID == invoiceID ? nil : "invoice_id"
    }

    var fields: [(String, String)] {
        [
            ("amount", "\(amountCents)"), ("currency", currency.lowercased()), ("customer", customer),
            ("payment_method", paymentMethod), ("confirm", "true"), ("off_session", "true"),
        ] + StripeCall.metadata(metadata.merging(["invoice_id": invoiceID.uuidString.lowercased()]) { $1 })
    }

    /// What Stripe would refuse, found before it is asked.
    func refusal(idempotencyKey: String) -> Refusal? {
        guard StripeCall.isIdempotencyKey(idempotencyKey) else { return .idempotencyKey }
        guard amountCents > 0 else {
            return Refusal(
                status: 0, code: "amount", message: "An amount of 0 is paid without a charge.", param: "amount")
        }
        return nil
    }
}
