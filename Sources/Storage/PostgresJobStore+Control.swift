import Foundation
public import Jobs
import Postgres

extension PostgresJobStore {
    /// Ends a job that waits at once, and asks the worker of one that runs to end it.
    /// - Returns: the state the job is in afterwards; nil when there is none, or it is another tenant's.
    public func cancel(_ id: JobID, for scope: JobScope) async throws -> Cancellation? {
        let tenant = scope.tenantCondition
        let answers = try await database.execute([
            """
            with ended as (
                update jobs set
                    status = case when status = 'running' then status else 'cancelled' end,
                    cancel_requested_at = now(),
                    finished_at = case when status = 'running' then finished_at else now() end,
                    attempt_end = case when status = 'running' then attempt_end else 'cancelled' end,
                    error = case when status = 'running' then error else \(JobError.cancelled.json as JSONText?) end
                where id = \(id.uuid) and \(tenant) and status in ('scheduled', 'queued', 'running', 'retrying')
                returning id, status
            ), freed as (
                delete from job_unique using ended
                where job_unique.job_id = ended.id and ended.status = 'cancelled'
            )
            select status::text as status from ended
            """,
            "select status::text as status from jobs where id = \(id.uuid) and \(tenant)",
        ])
        guard let present = answers[1].rows.first else { return nil }
        let changed = !answers[0].rows.isEmpty
        return Cancellation(status: try present.decode("status", as: JobStatus.self), wasOpen: changed)
    }

    /// Queues a job again that failed or was cancelled, as if it were new: its errors and crashes are forgotten, its
    /// attempts are kept.
    /// - Returns: how the dispatcher should hear of it; nil when the job is in no such state, or not there.
    /// - Throws: `UniqueKeyTaken` when another open job holds its unique key by now.
    public func retry(_ id: JobID, for scope: JobScope) async throws -> Offer? {
        let answers = try await database.execute([
            """
            with candidate as (
                select id, tenant, kind, unique_key from jobs
                where id = \(id.uuid) and \(scope.tenantCondition) and status in ('failed', 'cancelled')
                for update
            ), won as (
                insert into job_unique as holder (tenant, kind, key, job_id)
                select tenant, kind, unique_key, id from candidate where unique_key is not null
                on conflict (tenant, kind, key) do update set job_id = holder.job_id
                    where holder.job_id = excluded.job_id
                returning job_id
            ), again as (
                update jobs job set status = 'queued', run_at = null, errors = 0, crashes = 0, token = null,
                    cancel_requested_at = null, expires_at = null
                from candidate
                where job.id = candidate.id
                    and (candidate.unique_key is null or candidate.id in (select job_id from won))
                returning job.id, job.tenant, job.queue, job.kind, job.limit_key, job.priority, 'queued' as status,
                    job.run_at
            ), lowered as (
                \(Self.lowerMarks(to: "candidate"))
            ), told as (
                insert into due select now(), id from again on conflict do nothing
            )
            select candidate.id as candidate_id, again.* from candidate left join again on again.id = candidate.id
            """
        ])
        guard let row = answers[0].rows.first else { return nil }
        guard try row.decode("status", as: String?.self) != nil else { throw UniqueKeyTaken() }
        return try Offer(row: row)
    }
}

/// What a cancellation met.
public struct Cancellation: Sendable {
    public let status: JobStatus
    /// False when the job had been settled before.
    public let wasOpen: Bool
}

/// Another open job holds the unique key.
public struct UniqueKeyTaken: Error {}

extension JobScope {
    var tenantCondition: Query {
        switch self {
        case .everybody: "true"
        case .tenant(let tenant): "tenant = \(tenant)"
        }
    }
}
