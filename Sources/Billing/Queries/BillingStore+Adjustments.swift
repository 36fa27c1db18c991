import Contracts
import Foundation
import Invoices
import Postgres

extension BillingStore {
    /// Whether an earlier month that stands invoiced has changes of its subscription which were made since. What was made up to ten
    /// minutes before counts too, since its transaction may have ended later: amounts that agree make no line. Where an adjustment
    /// was billed once, months are compared from then on: an invoice of theirs may have been cancelled since.
    static func reachesBack(of school: UUID, before month: String) -> Query {
        """
        exists (
            select from (
                select period, issued_at, id from flotilla.invoices
                where tenant = \(school) and kind = 'invoice' and status <> 'ANNULEE' offset 0
            ) own
            where exists (
                    select from flotilla.subscription_changes change
                    where change.tenant = \(school) and own.period < \(month)
                        and change.changed_at > own.issued_at - interval '10 minutes'
                        and change.starts_on < (own.period || '-01')::date + interval '1 month')
                or exists (
                    select from flotilla.invoice_lines line where line.invoice_id = own.id and line.kind = 'adjustment'))
        """
    }

    /// What standing invoices have billed of the flat prices of the months that these changes, or adjustments, are about.
    func billedFlat(of school: UUID, before period: BillingMonth) async throws -> [BilledFlat] {
        try await database.query(
            """
            with own as materialized (
                select id, period, issued_at, currency from flotilla.invoices
                where tenant = \(school) and kind = 'invoice' and status <> 'ANNULEE'
            ), part as materialized (
                select to_char(line.from_day, 'YYYY-MM') as month, own.currency, line.kind, line.vat_rate,
                    line.vat_exemption_reason, line.net_cents
                from own join flotilla.invoice_lines line on line.invoice_id = own.id
                where line.kind <> 'metered'
            )
            select month, currency, vat_rate, vat_exemption_reason, sum(net_cents)::bigint as net_cents from part
            where month < \(period.description) and exists (
                select from own where own.period = part.month and (
                    exists (select from part known where known.month = part.month and known.kind = 'adjustment')
                    or exists (
                        select from flotilla.subscription_changes change
                        where change.tenant = \(school) and change.changed_at > own.issued_at - interval '10 minutes'
                            and change.starts_on < (own.period || '-01')::date + interval '1 month')))
            group by 1, 2, 3, 4
            """, of: school
        ).map { row in
            guard let month = BillingMonth(try row.decode("month")),
                let currency = Currency(try row.decode("currency")),
                let rate = VATRate(hundredths: try row.decode("vat_rate"))
            else { throw PostgresError.unreadable("what was billed of a month") }
            return BilledFlat(
                month: month, currency: currency, rate: rate,
                exemptionReason: try row.decode("vat_exemption_reason"), netCents: try row.decode("net_cents"))
        }
    }
}
