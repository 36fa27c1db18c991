import Foundation
import Postgres
import Stripe

/// A payment as the comparison sees it.
struct LedgerEntry: Sendable {
    let id: UUID
    let tenant: UUID
    let status: PaymentRecord.Status
    let amountCents: Int64
    let currency: String
    let intentID: String?
    /// Whether a refund of it has succeeded, or is under way.
    let isRefunded: Bool

    init(_ row: Row) throws {
        guard let status = PaymentRecord.Status(rawValue: try row.decode("status")) else {
            throw PostgresError.unreadable("a payment")
        }
        id = try row.decode("id")
        tenant = try row.decode("tenant")
        self.status = status
        amountCents = try row.decode("amount_cents")
        currency = try row.decode("currency")
        intentID = try row.decode("intent_id")
        isRefunded = try row.decode("is_refunded")
    }

    /// nil when both say the same.
    func difference(from intent: PaymentIntent) -> GatewayDifference? {
        func difference(_ kind: GatewayDifference.Kind, _ detail: String) -> GatewayDifference {
            GatewayDifference(kind: kind, subject: intent.id, tenant: tenant, paymentID: id, detail: detail)
        }
        if intent.amountCents != amountCents || intent.currency != currency.lowercased() {
            return difference(
                .amount,
                "The gateway has \(intent.amountCents) \(intent.currency), the ledger \(amountCents) \(currency.lowercased())."
            )
        }
        let isTaken = intent.status == .succeeded
        if isTaken != (status == .succeeded), !(status == .pending && intent.status == .processing) {
            // What was declined or has not begun is no money on either side.
            if !isTaken, status != .succeeded { return nil }
            return difference(
                .status, "The gateway has it as \(intent.status.rawValue), the ledger as \(status.rawValue).")
        }
        return nil
    }
}
