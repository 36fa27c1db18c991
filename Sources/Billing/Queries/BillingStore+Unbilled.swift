import Postgres

extension BillingStore {
    /// Schools that a run of the last 62 days could not bill, and that have no invoice of that month since.
    /// - Returns: how many months of schools, and the months and reasons of the first ten.
    public func unbilled() async throws -> (count: Int, examples: [String]) {
        let rows = try await database.query(
            """
            select count(*) over () as count, run.period || ': ' || coalesce(max(part.reason), 'its job failed') as example
            from flotilla.billing_runs run join flotilla.billing_run_schools part on part.run_id = run.id
            where not run.is_dry and run.created_at > now() - interval '62 days' and part.outcome = 'failed'
                and not exists (
                    select from flotilla.invoices invoice
                    where invoice.tenant = part.tenant and invoice.period = run.period and invoice.kind = 'invoice')
            group by run.period, part.tenant order by run.period desc limit 10
            """, as: Self.operators)
        return (
            Int(try rows.first?.decode("count", as: Int64.self) ?? 0), try rows.map { try $0.decode("example") }
        )
    }
}
