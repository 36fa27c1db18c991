import Foundation
import Postgres

/// A refund as the ledger has it.
struct RefundWork: Sendable {
    let id: UUID
    let status: PaymentRecord.Status
    /// The gateway's id of the payment that goes back.
    let intentID: String
    let amountCents: Int64
    let idempotencyKey: String
    /// When the key was used first; nil: the gateway was not asked yet.
    let askedAt: Date?
    let checks: Int

    /// The next key, when this one may be forgotten by now.
    var nextKey: String {
        let parts = idempotencyKey.split(separator: "-")
        let number = parts.last.flatMap { Int($0) } ?? 1
        return "refund-\(id.uuidString.lowercased())-try-\(number + 1)"
    }
}

extension RefundWork {
    static let columns: Query = """
        select refund.id, refund.status, payment.intent_id, refund.amount_cents, refund.idempotency_key, refund.asked_at,
            refund.checks
        from flotilla.refunds refund join flotilla.payments payment on payment.id = refund.payment_id
        """

    init(_ row: Row) throws {
        guard let status = PaymentRecord.Status(rawValue: try row.decode("status")) else {
            throw PostgresError.unreadable("a refund")
        }
        self.init(
            id: try row.decode("id"), status: status, intentID: try row.decode("intent_id"),
            amountCents: try row.decode("amount_cents"), idempotencyKey: try row.decode("idempotency_key"),
            askedAt: try row.decode("asked_at"), checks: Int(try row.decode("checks", as: Int32.self)))
    }
}
