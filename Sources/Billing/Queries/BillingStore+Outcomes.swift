import Contracts
import Foundation
import Invoices
import Postgres

extension BillingStore {
    /// What became of the job's school in a run, as an effect.
    static func outcome(
        _ outcome: String, _ reason: String?, of run: UUID, preview: JSONText? = nil, total: Int64? = nil,
        currency: String? = nil
    ) -> Query {
        """
        select flotilla.note_billing_outcome(\(run), \(outcome), \(reason), \(preview)::jsonb, \(total), \(currency))
        """
    }

    /// What a school was invoiced for the month before; nothing when it was not.
    func amounts(ofMonthBefore month: BillingMonth, school: UUID) async throws -> InvoiceAmounts {
        let nothing = InvoiceAmounts(
            currency: nil, lines: [], totals: InvoiceTotals(groups: [], netCents: 0, vatCents: 0, totalCents: 0))
        guard let before = month.previous else { return nothing }
        let rows = try await database.query(
            """
            select id from flotilla.invoices
            where tenant = \(school) and period = \(before.description) and kind = 'invoice' and status <> 'ANNULEE'
            """, of: school)
        guard let id = try rows.first?.decode("id", as: UUID.self),
            let record = try await invoice(id, of: school)
        else { return nothing }
        return InvoiceAmounts(
            currency: record.invoice.currency, lines: record.invoice.lines, totals: record.invoice.totals)
    }
}
