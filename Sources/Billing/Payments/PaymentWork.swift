import Foundation
import Invoices
import Postgres
import Stripe

/// A payment as the ledger has it, with what the gateway is asked.
struct PaymentWork: Sendable {
    let id: UUID
    let invoiceID: UUID
    /// Of the invoice, when this was read.
    let invoiceStatus: InvoiceStatus
    let invoiceIssuedAt: Date
    let status: PaymentRecord.Status
    let idempotencyKey: String
    /// nil while the gateway has not named it.
    let intentID: String?
    /// How often the gateway did not say how it ended.
    let checks: Int
    let createdAt: Date
    let payment: NewPayment

    var isOpen: Bool { status == .pending || status == .unknown }
}

extension PaymentWork {
    static let columns: Query = """
        select payment.id, payment.invoice_id, invoice.status as invoice_status, invoice.issued_at as invoice_issued_at,
            payment.status, payment.amount_cents, payment.currency, payment.customer, payment.payment_method,
            payment.idempotency_key, payment.intent_id, payment.checks, payment.created_at
        from flotilla.payments payment join flotilla.invoices invoice on invoice.id = payment.invoice_id
        """

    init(_ row: Row) throws {
        guard let invoiceStatus = InvoiceStatus(rawValue: try row.decode("invoice_status")),
            let status = PaymentRecord.Status(rawValue: try row.decode("status"))
        else { throw PostgresError.unreadable("a payment") }
        let id = try row.decode("id", as: UUID.self)
        let invoiceID = try row.decode("invoice_id", as: UUID.self)
        self.init(
            id: id, invoiceID: invoiceID, invoiceStatus: invoiceStatus,
            invoiceIssuedAt: try row.decode("invoice_issued_at"), status: status,
            idempotencyKey: try row.decode("idempotency_key"), intentID: try row.decode("intent_id"),
            checks: Int(try row.decode("checks", as: Int32.self)), createdAt: try row.decode("created_at"),
            payment: NewPayment(
                amountCents: try row.decode("amount_cents"), currency: try row.decode("currency"),
                customer: try row.decode("customer"), paymentMethod: try row.decode("payment_method"),
                invoiceID: invoiceID, metadata: ["payment_id": id.uuidString.lowercased()]))
    }
}
