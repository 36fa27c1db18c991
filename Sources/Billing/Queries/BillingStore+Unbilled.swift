import Postgres

extension BillingStore {
    /// Schools that a run of the last 62 days could not bill, and that have no invoice of that month since; runs that did not
    /// come to every school, where no later one has; and the last month, a day after its end, where no run came to schools that
    /// had subscribed in it, as when the schedule is paused.
    /// - Returns: how many, and the months and reasons of the first ten.
    public func unbilled() async throws -> (count: Int, examples: [String]) {
        let rows = try await database.query(
            """
            with recent as (
                select * from flotilla.billing_runs where not is_dry and created_at > now() - interval '62 days'
            ), month as (
                select to_char(first, 'YYYY-MM') as period, first::date as first_day, (first + interval '1 month')::date as end_day
                from (select date_trunc('month', now()) - interval '1 month' as first) before
            ), missing as (
                select run.period, coalesce(max(part.reason), 'its job failed') as reason
                from recent run join flotilla.billing_run_schools part on part.run_id = run.id
                where part.outcome = 'failed' and not exists (
                    select from flotilla.invoices invoice
                    where invoice.tenant = part.tenant and invoice.period = run.period and invoice.kind = 'invoice')
                group by run.period, part.tenant
                union all
                select run.period, 'the run did not come to every school: ' || run.cut_short from recent run
                where run.cut_short is not null and not exists (
                    select from recent later
                    where later.period = run.period and later.id > run.id and later.finished_at is not null
                        and later.cut_short is null and (later.tenants is null or later.tenants @> run.tenants))
                union all
                select month.period, 'no run came to ' || count(*) || ' schools: see to the schedule billing-month'
                from month cross join lateral (
                    select distinct tenant from flotilla.subscription_changes
                    where starts_on < month.end_day and (ends_on is null or ends_on > month.first_day)
                        and changed_at < month.end_day
                ) school
                where now() > month.end_day + interval '1 day' and not exists (
                    select from flotilla.invoices invoice
                    where invoice.tenant = school.tenant and invoice.period = month.period and invoice.kind = 'invoice')
                    and not exists (
                        select from recent run join flotilla.billing_run_schools part on part.run_id = run.id
                        where run.period = month.period and part.tenant = school.tenant)
                group by month.period
            )
            select count(*) over () as count, period || ': ' || reason as example
            from missing order by period desc limit 10
            """, as: Self.operators)
        return (
            Int(try rows.first?.decode("count", as: Int64.self) ?? 0), try rows.map { try $0.decode("example") }
        )
    }
}
