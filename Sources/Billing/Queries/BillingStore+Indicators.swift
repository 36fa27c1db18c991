public import Contracts
public import Foundation
import Postgres

extension BillingStore {
    /// Currency by currency, in the order of their codes.
    /// - Parameters:
    ///   - school: nil: of every school.
    ///   - first: the first day, in UTC.
    ///   - last: the last day.
    ///   - moment: now; ages of what is overdue are counted to it.
    public func indicators(
        of school: UUID?, from first: CalendarDay, through last: CalendarDay, at moment: Date
    ) async throws -> [Indicators] {
        let (first, last) = (first.description, last.description)
        let movements = school.map { Self.movements(of: $0) } ?? Self.movements
        var ofSchool: Query = "true"
        if let school { ofSchool = "tenant = \(school)" }
        let query: Query = """
            with flows as (
                select currency, plan, date_trunc('month', day)::date as month, 0::numeric as monthly,
                    sum(issued_cents) as issued, sum(issued_net_cents) as issued_net, sum(collected_cents) as collected,
                    0::numeric as outstanding, 0::numeric as d30, 0::numeric as d60, 0::numeric as longer
                from (\(movements)) movement
                where day between \(first)::text::date and \(last)::text::date
                group by 1, 2, 3
            ), owed as (
                select currency, coalesce(plan, '') as plan,
                    date_trunc('month', issued_at at time zone 'UTC')::date as month, 0, 0, 0, 0, sum(total_cents),
                    sum(total_cents) filter (where late >= 0 and late < 31 * 86400),
                    sum(total_cents) filter (where late >= 31 * 86400 and late < 61 * 86400),
                    sum(total_cents) filter (where late >= 61 * 86400)
                from (
                    select *, extract(epoch from \(moment) - due_at) as late from flotilla.invoices
                    where kind = 'invoice' and status in ('EN_ATTENTE', 'ECHEC_PAIEMENT')
                        and issued_at < (\(last)::text::date + 1)::timestamp at time zone 'UTC'
                        and \(ofSchool)
                ) open
                group by 1, 2, 3
            ), subscribed as (
                select currency, plan, null::date, sum(monthly_cents), 0, 0, 0, 0, 0, 0, 0
                from (
                    select distinct on (tenant) currency, plan, monthly_cents, ends_on
                    from flotilla.subscription_changes
                    where starts_on <= (\(moment) at time zone 'UTC')::date
                        and \(ofSchool)
                    order by tenant, number desc
                ) held
                where ends_on is null or ends_on > (\(moment) at time zone 'UTC')::date
                group by 1, 2
            )
            select currency, case when grouping(plan) = 0 then plan end as plan,
                case when grouping(month) = 0 then month::text end as month,
                grouping(plan) = 0 as is_plan, grouping(month) = 0 as is_month,
                sum(monthly)::bigint as monthly, sum(issued)::bigint as issued, sum(issued_net)::bigint as issued_net,
                sum(collected)::bigint as collected, coalesce(sum(outstanding), 0)::bigint as outstanding,
                coalesce(sum(d30), 0)::bigint as d30, coalesce(sum(d60), 0)::bigint as d60,
                coalesce(sum(longer), 0)::bigint as longer
            from (select * from flows union all select * from owed union all select * from subscribed) parts
            group by grouping sets ((currency), (currency, plan), (currency, month))
            order by currency, plan, month
            """
        let rows =
            if let school {
                try await database.query(query, of: school)
            } else {
                try await database.query(query, as: Self.operators)
            }
        return try Indicators.all(rows, from: first)
    }

    /// Adds what happened since to the totals.
    /// - Returns: whether there may be more.
    public func foldMovements() async throws -> Bool {
        let folded = try await database.query(
            "select flotilla.fold_invoice_movements(\(Self.mostFolded)) as folded", as: Self.operators
        ).first?.decode("folded", as: Int64.self)
        return folded == Int64(Self.mostFolded)
    }

    private static let mostFolded: Int32 = 10_000

    /// Of every school.
    private static let movements: Query = """
        select day, currency, plan, issued_cents, issued_net_cents, collected_cents from flotilla.invoice_totals
        union all
        select day, currency, plan, issued_cents, issued_net_cents, collected_cents from flotilla.invoice_movements
        """

    /// Of one school, from its invoices, as `flotilla.note_invoice_movement` notes them.
    private static func movements(of school: UUID) -> Query {
        """
        select (issued_at at time zone 'UTC')::date as day, currency, coalesce(plan, '') as plan,
            sign * total_cents as issued_cents, sign * net_cents as issued_net_cents, 0 as collected_cents
        from (select *, case kind when 'invoice' then 1 else -1 end as sign from flotilla.invoices) invoice
        where tenant = \(school)
        union all
        select (invoice.paid_at at time zone 'UTC')::date, invoice.currency, coalesce(invoice.plan, ''), 0, 0,
            case invoice.kind when 'invoice' then invoice.total_cents else -invoice.total_cents end
        from flotilla.invoices invoice left join flotilla.invoices corrected on corrected.id = invoice.corrected_id
        where invoice.tenant = \(school) and invoice.paid_at is not null
            and (invoice.kind = 'invoice' or corrected.paid_at is not null)
        """
    }
}

extension Indicators {
    fileprivate static func all(_ rows: Rows, from first: String) throws -> [Indicators] {
        var found: [Indicators] = []
        for row in rows {
            let currency = try row.decode("currency", as: String.self)
            if found.last?.currency != currency { found.append(Indicators(currency: currency)) }
            let (amounts, position) = (try Amounts(row), found.count - 1)
            if try row.decode("is_plan", as: Bool.self) {
                found[position].byPlan.append((try row.decode("plan"), amounts))
            } else if try row.decode("is_month", as: Bool.self) {
                // Subscriptions have none, and what is owed may be older than what was asked for.
                guard let text = try row.decode("month", as: String?.self), text >= String(first.prefix(7)),
                    let month = CalendarDay(text)
                else { continue }
                found[position].byMonth.append((month, amounts))
            } else {
                found[position].total = amounts
            }
        }
        return found
    }
}

extension Indicators.Amounts {
    fileprivate init(_ row: Row) throws {
        monthly = try row.decode("monthly")
        issued = try row.decode("issued")
        issuedNet = try row.decode("issued_net")
        collected = try row.decode("collected")
        outstanding = try row.decode("outstanding")
        overdue30 = try row.decode("d30")
        overdue60 = try row.decode("d60")
        overdueLonger = try row.decode("longer")
    }
}
