public import Foundation
public import Invoices
import Postgres
public import Storage

extension BillingStore {
    /// Takes an invoice back with a credit note, and keeps the caller's answer with it. Done twice it is the same credit note.
    /// - Parameters:
    ///   - note: the id of the credit note, unless there is one.
    ///   - zone: in whose year its number lies.
    ///   - answer: what to keep under the caller's idempotency key, if anything.
    /// - Returns: the credit note.
    public func cancel(
        _ invoice: Invoice, because reason: String, by actor: BillingActor, note: UUID, at moment: Date,
        seriesIn zone: TimeZone, recording answer: (Invoice) throws -> IdempotencyRecord?
    ) async throws -> Invoice {
        let year = Int32(clamping: BillingMonth(containing: moment, in: zone)?.year ?? invoice.period.year)
        return try await jobs.recording(
            [
                .act(as: actor),
                "select flotilla.cancel_invoice(\(invoice.id), \(note), \(year), \(reason), null)",
                "\(Self.invoices) where invoice.corrected_id = \(invoice.id)",
                """
                \(Self.lines) where invoice_id = (select id from flotilla.invoices where corrected_id = \(invoice.id))
                order by position
                """,
            ], of: invoice.tenant
        ) { rows in
            guard let row = rows[2].first else { throw PostgresError.unreadable("a credit note") }
            let written = try Invoice(row, lines: try rows[3].map { try InvoiceLine($0) })
            return (written, try answer(written))
        }
    }
}
