public import Foundation
public import Jobs

/// Brings a payment or a refund to its end at the gateway: exactly one of the three ids is there.
public struct CollectPayment: JobPayload {
    public static let definition = JobDefinition(
        kind: "billing.payment", queue: BillingQueue.name, timeout: .seconds(120), maxAttempts: 20,
        // One after the other: the second one finds what the first has made.
        limits: [.running(1, per: .tenant)])

    /// The invoice is to be paid.
    public let invoiceID: UUID?
    /// The number of the invoice's last payment when this was asked for; a later one has taken its place. nil: there was none.
    public let after: Int32?
    /// Of the dunning calendar; nil begins a series.
    public let step: Int32?
    /// The payment, and its refunds, are looked up.
    public let paymentID: UUID?
    /// The gateway's id of it, where it was announced.
    public let intentID: String?
    public let refundID: UUID?

    private enum CodingKeys: String, CodingKey {
        case after, step
        case invoiceID = "invoice_id"
        case paymentID = "payment_id"
        case intentID = "intent_id"
        case refundID = "refund_id"
    }
}
