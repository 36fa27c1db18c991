public import Foundation
import Invoices
public import Jobs
import Postgres
public import Storage

extension BillingStore {
    /// Schools of one step of a run.
    static let page = 500
    /// Failed schools that a run's answer names.
    public static let mostFailures = 1000

    /// Accepts a run with its job, which is the first member of the batch that closes the run. It may be repeated with the same
    /// ids.
    public func create(
        _ run: BillingRun, trace: TraceContext, callback: JobID, recording answer: IdempotencyRecord? = nil
    ) async throws {
        let closing = try run.job(callback, trace)
        let rows: [Query] = [
            .enterOperators,
            """
            insert into flotilla.billing_runs (id, period, is_dry, tenants, user_id, job_id, batch_id)
            values (\(run.id), \(run.period.description), \(run.isDry), \(run.tenants), \(run.userID), \(run.jobID.uuid),
                \(run.id))
            on conflict (id) do nothing
            """,
        ]
        let batch = NewBatch(
            id: run.id, tenant: .zero, name: "\(run.isDry ? "dry run" : "invoices") of \(run.period)", callback: closing
        )
        _ = try await jobs.enqueue([try run.job(trace)], with: rows, of: .zero, recording: answer, making: batch)
    }

    /// nil when there is none.
    public func run(_ id: UUID) async throws -> BillingRun? {
        try await database.query(
            "select id, period, is_dry, tenants, user_id, job_id from flotilla.billing_runs where id = \(id)",
            as: Self.operators
        ).first.map { try BillingRun($0) }
    }

    /// Gives the next schools of a run their jobs, all of them in one transaction with the mark of how far it is.
    /// - Returns: whether there may be more.
    func giveJobs(_ run: BillingRun, minter: JobIDMinter, zone: TimeZone, now: Date, trace: TraceContext) async throws
        -> Bool
    {
        let rows = try await database.query(
            """
            with run as (select coalesce(progress, \(UUID.zero)) as beyond from flotilla.billing_runs where id = \(run.id))
            select school.tenant, profile.time_zone, run.beyond
            from run cross join lateral \(run.schools(page: Self.page)) school(tenant)
                left join flotilla.billing_profiles profile on profile.tenant = school.tenant
            order by school.tenant
            """, as: Self.operators)
        guard let first = rows.first, let last = rows.last else { return false }
        let beyond = try first.decode("beyond", as: UUID.self)
        let payload = Array(try JSONEncoder.jobs.encode(BillSchool(runID: run.id)))
        var jobs: [NewJob] = []
        for row in rows {
            let zone = try row.decode("time_zone", as: String?.self).flatMap { TimeZone.named($0) } ?? zone
            let end = run.period.end(in: zone)
            var job = NewJob(
                id: minter.mint(), tenant: try row.decode("tenant"), definition: BillSchool.definition,
                payload: payload,
                runAt: run.isDry || end <= now ? nil : end, trace: trace)
            job.batch = run.id
            jobs.append(job)
        }
        let statements: [Query] = [
            .enterOperators,
            // Of two that do this at once, the second one fails here, and does it again from where the first one got to.
            """
            update flotilla.billing_runs set progress = \(try last.decode("tenant", as: UUID.self))
            where id = \(run.id) and coalesce(progress, \(UUID.zero)) = \(beyond)
            """,
            """
            insert into flotilla.billing_run_schools (run_id, tenant, job_id)
            select \(run.id), tenant, job_id from unnest(\(jobs.map(\.tenant)), \(jobs.map(\.id.uuid))) as job(tenant, job_id)
            """,
        ]
        _ = try await self.jobs.enqueue(jobs, with: statements, of: .zero, acrossTenants: true)
        return jobs.count == Self.page
    }

    /// Closes a run whose jobs have ended, as an effect.
    static func finishing(_ run: UUID) -> [Query] {
        [.enterOperators, "select flotilla.finish_billing_run(\(run))"]
    }
}

extension BillingRun {
    /// Gives the schools their jobs.
    public func job(_ trace: TraceContext) throws -> NewJob {
        var job = try job(jobID, trace)
        job.batch = id
        return job
    }

    fileprivate func job(_ id: JobID, _ trace: TraceContext) throws -> NewJob {
        let payload = Array(try JSONEncoder.jobs.encode(BillMonth(runID: self.id)))
        return NewJob(id: id, tenant: .zero, definition: BillMonth.definition, payload: payload, trace: trace)
    }

    /// The schools beyond `run.beyond`, as a set of ids.
    fileprivate func schools(page: Int) -> Query {
        if let tenants {
            return """
                (select distinct one from unnest(\(tenants)) as named(one) where one > run.beyond order by one
                    limit \(Int64(page)))
                """
        }
        let (first, end) = (period.first.description, period.end.description)
        return "flotilla.billable_schools(\(first)::text::date, \(end)::text::date, run.beyond, \(Int32(page)))"
    }

    init(_ row: Row) throws {
        guard let period = BillingMonth(try row.decode("period")) else {
            throw PostgresError.unreadable("a run's period")
        }
        self.init(
            id: try row.decode("id"), period: period, isDry: try row.decode("is_dry"),
            tenants: try row.decode("tenants"), userID: try row.decode("user_id"),
            jobID: JobID(try row.decode("job_id", as: UUID.self)))
    }
}
