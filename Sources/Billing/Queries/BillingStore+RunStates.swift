public import Foundation
public import Invoices
import Jobs
import Postgres

extension BillingStore {
    /// nil when there is none.
    public func state(ofRun id: UUID) async throws -> BillingRunState? {
        try await states("id = \(id)", limit: 1).first
    }

    /// Newest first.
    public func runs(of period: BillingMonth?, before cursor: UUID?, limit: Int) async throws -> [BillingRunState] {
        var condition: Query = cursor.map { "id < \($0)" } ?? "true"
        if let period { condition = "\(condition) and period = \(period.description)" }
        return try await states(condition, limit: limit)
    }

    private func states(_ condition: Query, limit: Int) async throws -> [BillingRunState] {
        let rows = try await database.query(
            """
            with run as (
                select * from flotilla.billing_runs where \(condition) order by id desc limit \(Int64(limit))
            )
            select run.id, run.period, run.is_dry, run.tenants, run.user_id, run.job_id, run.created_at, run.finished_at,
                run.cut_short, counts.schools, counts.invoiced, counts.skipped, counts.failures, failed.tenants as failed,
                failed.reasons, totals.currencies, totals.cents
            from run
                cross join lateral (
                    select count(*) as schools, count(*) filter (where outcome = 'invoiced') as invoiced,
                        count(*) filter (where outcome = 'skipped') as skipped,
                        count(*) filter (where outcome = 'failed') as failures
                    from flotilla.billing_run_schools where run_id = run.id
                ) counts
                cross join lateral (
                    select array_agg(tenant order by tenant) as tenants, array_agg(reason order by tenant) as reasons
                    from (
                        select tenant, coalesce(reason, '') as reason from flotilla.billing_run_schools
                        where run_id = run.id and outcome = 'failed' order by tenant limit \(Int64(Self.mostFailures))
                    ) first
                ) failed
                cross join lateral (
                    select array_agg(currency) as currencies, array_agg(cents) as cents
                    from (
                        select currency, least(sum(total_cents), \(Int64.max))::bigint as cents
                        from flotilla.billing_run_schools where run_id = run.id and outcome = 'invoiced' group by currency
                    ) sums
                ) totals
            order by run.id desc
            """, as: Self.operators)
        return try rows.map { try BillingRunState($0) }
    }

    /// What a dry run shows, school by school: the first 1,000.
    public func previews(of run: UUID) async throws -> [InvoicePreview] {
        try await database.query(
            """
            select preview from flotilla.billing_run_schools
            where run_id = \(run) and preview is not null order by tenant limit 1000
            """, as: Self.operators
        ).map {
            try JSONDecoder().decode(InvoicePreview.self, from: Data($0.decode("preview", as: JSONText.self).bytes))
        }
    }

    /// Those of these ids that are no accounts.
    public func unknownSchools(among ids: [UUID]) async throws -> [UUID] {
        try await database.query(
            "select id from flotilla.unknown_schools(\(ids)) as unknown(id)", as: Self.operators
        ).map { try $0.decode("id") }
    }
}

extension BillingRunState {
    fileprivate init(_ row: Row) throws {
        func count(_ column: String) throws -> Int { Int(try row.decode(column, as: Int64.self)) }
        let tenants = try row.decode("failed", as: [UUID]?.self) ?? []
        let reasons = try row.decode("reasons", as: [String]?.self) ?? []
        let currencies = try row.decode("currencies", as: [String]?.self) ?? []
        let cents = try row.decode("cents", as: [Int64]?.self) ?? []
        self.init(
            run: try BillingRun(row), createdAt: try row.decode("created_at"),
            finishedAt: try row.decode("finished_at"), cutShort: try row.decode("cut_short"),
            schools: try count("schools"), invoiced: try count("invoiced"), skipped: try count("skipped"),
            failed: zip(tenants, reasons).map { ($0, $1) }, failures: try count("failures"),
            totals: Dictionary(zip(currencies, cents)) { first, _ in first })
    }
}
