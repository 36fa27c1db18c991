import Assembly
import Billing
import Execution
import Foundation
import Invoices
import Jobs
import Operations
import Postgres
import Storage

/// Schools with a subscription, and what it takes to bill them a month that is over.
struct BilledMonth {
    let fleet: Fleet
    let schools: Int
    /// As 2026-10.
    let period: String
    let sellerFile: String
    private let seller: Seller

    /// Tables in which nothing is left of an earlier run.
    private static let tables = [
        "billing_runs", "billing_run_schools", "invoice_lines", "invoices", "payments", "invoice_series",
        "usage_events",
        "subscription_changes", "plans", "audit_log", "invoice_movements", "invoice_totals", "refunds",
    ].map { "flotilla.\($0)" }

    init(_ fleet: Fleet, schools: Int) throws {
        self.fleet = fleet
        self.schools = schools
        let text = """
            {"legal_name": "Flotilla SAS", "address": {"line1": "1 quai du Port", "postal_code": "13002",
             "city": "Marseille", "country": "FR"}, "siren": "732829320", "vat_number": "FR44732829320",
             "email": "invoices@flotilla.test", "invoice_prefix": "FL"}
            """
        seller = try JSONDecoder().decode(Seller.self, from: Data(text.utf8))
        sellerFile = FileManager.default.currentDirectoryPath + "/.flotilla-bench/seller.json"
        try Data(text.utf8).write(to: URL(filePath: sellerFile))
        // 32 days ago another month was under way, whatever the time zone.
        period = String((Date() - 32 * 86_400).formatted(.iso8601).prefix(7))
    }

    // MARK: Rows

    func prepare() async throws {
        try await remove()
        let plan = """
            {"code": "bench", "version": 1, "name": {"fr": "Formule", "en": "Plan"}, "currency": "EUR",
             "price_cents": 10000, "included_users": 10, "user_price_cents": 200, "modules": [], "metered": [],
             "vat_rate": 2000}
            """
        try await changing([
            "insert into flotilla.plans (code, version, plan) values ('bench', 1, \(JSONText(plan)))",
            """
            insert into flotilla.accounts (id, company_name, external_id)
            select gen_random_uuid(), 'Bench school ' || number, gen_random_uuid()::text
            from generate_series(1, \(Int64(schools))) number
            """,
            """
            insert into flotilla.subscription_changes (id, tenant, plan, version, modules, users, starts_on)
            select gen_random_uuid(), id, 'bench', 1, '{}', row_number() over (order by id) % 40, '2020-01-01'
            from flotilla.accounts where company_name like 'Bench school %'
            """,
        ])
        _ = try await fleet.database.query("analyze")
    }

    func remove() async throws {
        try await fleet.empty()
        try await changing(
            Self.each(Self.tables, "disable trigger user") + [
                "truncate \(unescaped: Self.tables.joined(separator: ", ")) cascade",
                "delete from flotilla.accounts where company_name like 'Bench school %'",
                "delete from flotilla.worker_sessions where id = \(Self.session)",
            ] + Self.each(Self.tables, "enable trigger user"))
    }

    private static func each(_ tables: [String], _ change: String) -> [Query] {
        tables.map { "alter table \(unescaped: $0) \(unescaped: change)" }
    }

    /// As the owner of the tables, and past the walls of tenants.
    private func changing(_ statements: [Query]) async throws {
        let walled = ["flotilla.accounts", "flotilla.subscription_changes"]
        for attempt in 1... {
            do {
                _ = try await fleet.database.execute(
                    Self.each(walled, "no force row level security") + statements
                        + Self.each(walled, "force row level security"))
                return
            } catch let error as PostgresError where error.sqlState == "40P01" && attempt < 10 {}
        }
    }

    // MARK: Results

    /// How many there are, and the highest number.
    func invoices() async throws -> (count: Int, last: Int) {
        let rows = try await asDispatcher(["select count(*), coalesce(max(sequence), 0) from flotilla.invoices"])
        guard let row = rows.first else { return (0, 0) }
        return (Int(try row.decode(0, as: Int64.self)), Int(try row.decode(1, as: Int64.self)))
    }

    private func asDispatcher(_ statements: [Query]) async throws -> Rows {
        let enter: Query = "select set_config('role', 'flotilla_dispatcher', true)"
        guard let rows = try await fleet.database.execute([enter] + statements).last?.rows else {
            throw BenchError("no answer")
        }
        return rows
    }

    // MARK: The bare month

    /// What the worker sends for each batch of schools: the claim, the reads of what is billed, the result with the invoices.
    /// The reading of the run, the same for all, and the start of attempts are left out.
    /// - Returns: for each thread its transactions.
    func transactions() async throws -> [[[Query]]] {
        guard let month = BillingMonth(period) else { throw BenchError("not a month: \(period)") }
        let run = BillingRun(
            id: UUID(), period: month, isDry: false, tenants: nil, userID: nil, jobID: JobID(UUID()))
        let jobs = try await enqueue(run)
        let results = try await results(of: jobs, in: run)
        var parts = Array(repeating: [[Query]](), count: Executor.overlap)
        for (number, start) in stride(from: 0, to: jobs.count, by: Self.batch).enumerated() {
            let batch = Array(jobs[start..<min(start + Self.batch, jobs.count)])
            let settlements = batch.compactMap { job in
                results[job.id].map { success in
                    Settlement(
                        claim: job.claim, tenant: job.tenant, isUnique: false, isLimited: true,
                        transition: .succeeded(result: success.result), effects: success.effects)
                }
            }
            parts[number % parts.count] += [
                PostgresJobStore.claimUnit(batch.map(\.claim), for: Self.session, durably: true, alone: false),
                batch.flatMap { job in
                    [Query.enter(tenant: job.tenant)] + BillingStore.basis(of: run, school: job.tenant)
                },
                try SettleUnit(settlements).statements(),
            ]
        }
        return parts
    }

    /// What a worker of 16 slots commits at once, at most.
    private static let batch = 16

    private static let session = UUID()

    private struct SchoolJob: Sendable {
        let claim: Claim
        let tenant: UUID

        var id: JobID { claim.id }
    }

    /// In the order of their ids.
    private func enqueue(_ run: BillingRun) async throws -> [SchoolJob] {
        try await asDispatcher([
            // A worker that beats for as long as the bare loop may take: the Enqueuer puts back what a lost one holds.
            """
            insert into flotilla.worker_sessions (id, worker, queues, host, pid, concurrency, version, beat_at)
            values (\(Self.session), 'bare', '{}', 'bare', 0, 1, 'bare', now() + interval '10 minutes')
            """,
            """
            insert into flotilla.billing_runs (id, period, is_dry, job_id)
            values (\(run.id), \(run.period.description), false, \(run.jobID.uuid))
            """,
            """
            with job as materialized (
                select school.tenant, flotilla.enqueue(
                    'billing.invoice', jsonb_build_object('run_id', \(run.id)), tenant => school.tenant) as id
                from flotilla.subscription_changes school
            ), part as (
                insert into flotilla.billing_run_schools (run_id, tenant, job_id) select \(run.id), tenant, id from job
            )
            select id, tenant from job order by id
            """,
        ]).map { row in
            SchoolJob(
                claim: Claim(id: JobID(try row.decode(0, as: UUID.self)), token: .random()),
                tenant: try row.decode(1, as: UUID.self))
        }
    }

    /// As the worker's own code computes them.
    private func results(of jobs: [SchoolJob], in run: BillingRun) async throws -> [JobID: JobSuccess] {
        let connections = try Connections(databaseURL: Secret(fleet.databaseURL), name: "bench", shared: 1)
        let runner = SchoolRunner(
            store: BillingStore(database: connections.domains, jobs: connections.store),
            settings: BillingSettings(timeZone: .gmt, seller: seller))
        var results: [JobID: JobSuccess] = [:]
        for start in stride(from: 0, to: jobs.count, by: 64) {
            try await withThrowingTaskGroup(of: (JobID, JobOutcome).self) { group in
                for job in jobs[start..<min(start + 64, jobs.count)] {
                    group.addTask {
                        (job.id, try await runner.run(BillSchool(runID: run.id), of: job.tenant, as: job.id))
                    }
                }
                for try await (id, outcome) in group {
                    guard case .succeeded(let success) = outcome else {
                        throw BenchError("a school cannot be billed: \(outcome)")
                    }
                    results[id] = success
                }
            }
        }
        await connections.domains.close()
        await connections.database.close()
        return results
    }
}
