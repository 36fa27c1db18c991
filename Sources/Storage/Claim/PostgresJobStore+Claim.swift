import Foundation
public import Jobs
import Postgres

extension PostgresJobStore {
    public func claim(
        _ claims: [Claim], for session: WorkerSession.ID, durably: Bool, alone: Bool
    ) async throws -> [ClaimedJob] {
        let unit = Self.claimUnit(claims, for: session, durably: durably, alone: alone)
        guard !unit.isEmpty, let rows = try await database.execute(unit).last?.rows else { return [] }
        return try rows.map { try ClaimedJob(row: $0) }
    }

    /// The statements of one transaction; the last answers a row for each job that was claimed, its id and token first.
    package static func claimUnit(
        _ claims: [Claim], for session: WorkerSession.ID, durably: Bool, alone: Bool
    ) -> [Query] {
        guard let list = ClaimList(claims) else { return [] }
        // A lost claim is a queued job: not worth a wait for the disk when the job is short.
        if !durably {
            return [
                "select set_config('synchronous_commit', 'off', true)", claimStatement(list, session, alone: alone),
            ]
        }
        return [limitedClaimStatement(list, session, alone: alone)]
    }

    /// The attempt that the row holds moves to `job_attempts` before the row is used for the next one.
    static func claimStatement(_ list: ClaimList, _ session: WorkerSession.ID, alone: Bool) -> Query {
        """
        with \(list.lists()), earlier as (
            \(keepEarlierAttempts(of: "flotilla.jobs job where \(list.names) and \(waits)"))
        )
        update flotilla.jobs job set \(assignments(token: list.value(of: "tokens"), session, alone: alone))
        where \(list.names)
            and (\(mayRun) or job.status = 'running' and job.token = \(list.value(of: "tokens")))
        returning \(ClaimedColumn.list(alone: alone, underLimits: false))
        """
    }

    /// The same with a place under every limit that holds for a job: what gets none is not claimed. Such claims wait for
    /// the disk: one that was lost with a crash would run, and its place be given to another.
    private static func limitedClaimStatement(_ list: ClaimList, _ session: WorkerSession.ID, alone: Bool) -> Query {
        let isAllowed: Query = "job.id = any((select ids from allowed)::uuid[])"
        return """
            with \(list.lists()), free as materialized (
                select job.id, job.queue, job.tenant, job.kind, job.limit_key, \(list.value(of: "tokens")) as token
                from flotilla.jobs job where \(list.names) and \(mayRun) order by job.id for update
            ), allowed as materialized (
                select flotilla.acquire_permits(\(session), array_agg(id order by id), array_agg(token order by id),
                    array_agg(queue order by id), array_agg(tenant order by id), array_agg(kind order by id),
                    array_agg(limit_key order by id), \(slack.milliseconds) * interval '1 millisecond') as ids
                from free
            ), earlier as (
                \(keepEarlierAttempts(of: "flotilla.jobs job where \(list.names) and \(waits) and \(isAllowed)"))
            )
            update flotilla.jobs job set \(assignments(
                token: list.value(of: "tokens"), session, alone: alone, time: "clock_timestamp()"))
            where \(list.names)
                and (\(mayRun) and \(isAllowed) or job.status = 'running' and job.token = \(list.value(of: "tokens")))
            returning \(ClaimedColumn.list(alone: alone, underLimits: true))
            """
    }

    private static let waits: Query = "job.status in ('queued', 'scheduled', 'retrying')"

    /// Whether a limit was ever set in the job's queue.
    static let isLimited: Query = "exists (select from flotilla.limit_versions where limit_versions.queue = job.queue)"

    /// Whether `job` may run now.
    static let mayRun: Query =
        "(job.status = 'queued' or job.status in ('scheduled', 'retrying') and job.run_at <= now())"

    /// - Parameter source: what follows `from`; its rows are called `job`.
    static func keepEarlierAttempts(of source: Query) -> Query {
        """
        insert into flotilla.job_attempts (job_id, attempt, tenant, session, started_at, finished_at, ended, error)
        select job.id, job.attempt, job.tenant, job.session, job.started_at, job.finished_at, job.attempt_end, job.error
        from (select * from \(source)) job
        where job.attempt > 0
        on conflict do nothing
        """
    }

    /// What a claim writes into the row; one that is repeated changes nothing but the session.
    /// - Parameter time: when it starts. Under a limit that is after the place was given, and not when the transaction
    ///   began, which may have waited for the end of another job.
    static func assignments(
        token: Query, _ session: WorkerSession.ID, alone: Bool, time: Query = "now()"
    ) -> Query {
        """
        attempt = job.attempt + case when job.status = 'running' then 0 else 1 end,
        started_at = case when job.status = 'running' then job.started_at else \(time) end,
        status = 'running', token = \(token), session = \(session),
        finished_at = null, attempt_end = null, error = null,
        alone = \(alone) or job.status = 'running' and job.alone
        """
    }
}
