import Foundation
public import Jobs
public import Postgres

/// The statements that accept jobs. They may stand in any transaction: that of a request with its own rows, or that of
/// the result whose follow-ups the jobs are. Doing it twice with the same ids changes nothing.
public struct JobInsertion {
    private let jobs: [NewJob]

    public init(_ jobs: [NewJob]) {
        self.jobs = jobs
    }

    /// The last statement answers a row for each job that was not inserted because another one holds its unique key:
    /// `id`, and `existing`, that job's id.
    public func statements() -> [Query] {
        var unit = [insertion]
        if jobs.contains(where: { $0.runAt != nil }) { unit.append(waiting) }
        unit.append(answer)
        return unit
    }

    // Whether a job is there is asked row by row, in a subquery that the planner cannot turn into a join.

    /// Ids that were minted long ago, such as follow-ups of a result that waited for the database, lower the mark below
    /// which nobody looks for open jobs; younger ones are above it (`LowWaterBound`).
    ///
    /// A job that is there already takes no key again: it may have been settled since, and nobody would free the key.
    private var insertion: Query {
        """
        with input as (
            select * from unnest(
                \(jobs.map(\.id.uuid)), \(jobs.map(\.tenant)), \(jobs.map(\.kind.rawValue)),
                \(jobs.map(\.queue.rawValue)), \(jobs.map(\.status.rawValue)), \(jobs.map { Int16($0.priority) }),
                \(jobs.map { Int32($0.maxAttempts) }), \(jobs.map { Int32(clamping: $0.timeout.milliseconds) }),
                \(jobs.map(\.runAt)), \(jobs.map(\.expiresAt)), \(jobs.map(\.uniqueKey)),
                \(jobs.map { $0.uniqueFor?.milliseconds }), \(jobs.map(\.limitKey)),
                \(jobs.map(\.trace.traceParent)), \(jobs.map(\.trace.requestID)), \(jobs.map { JSONText($0.payload) })
            ) as input(id, tenant, kind, queue, status, priority, max_attempts, timeout_ms, run_at, expires_at,
                unique_key, unique_ms, limit_key, trace_parent, request_id, payload)
        ), youngest_old as (
            select flotilla.uuid_floor(now() - interval '30 seconds') as id
        ), won as (
            insert into job_unique as holder (tenant, kind, key, job_id, held_until)
            select distinct on (tenant, kind, unique_key) tenant, kind, unique_key, id,
                now() + unique_ms * interval '1 millisecond'
            from input
            where unique_key is not null and (select true from jobs where jobs.id = input.id) is null
            order by tenant, kind, unique_key, id
            on conflict (tenant, kind, key)
                do update set job_id = excluded.job_id, held_until = excluded.held_until
                where holder.job_id = excluded.job_id or \(UniqueKeys.isOver("holder"))
            returning job_id
        ), lowered as (
            \(PostgresJobStore.lowerMarks(to: "input", where: "old.id < (select id from youngest_old)"))
        )
        insert into jobs (id, tenant, kind, queue, status, priority, max_attempts, timeout_ms, run_at, expires_at,
            unique_key, limit_key, trace_parent, request_id, payload)
        select id, tenant, kind, queue, status::job_status, priority, max_attempts, timeout_ms, run_at, expires_at,
            unique_key, limit_key, trace_parent, request_id, payload
        from input
        where unique_key is null or id in (select job_id from won)
        on conflict (id) do nothing
        """
    }

    private var waiting: Query {
        let scheduled = jobs.filter { $0.runAt != nil }
        return """
            insert into due (run_at, id)
            select input.run_at, input.id
            from unnest(\(scheduled.map(\.runAt)), \(scheduled.map(\.id.uuid))) as input(run_at, id)
            where (select true from jobs where jobs.id = input.id)
            on conflict do nothing
            """
    }

    private var answer: Query {
        let unique = jobs.filter { $0.uniqueKey != nil }
        return """
            select input.id, holder.job_id as existing
            from unnest(
                \(unique.map(\.id.uuid)), \(unique.map(\.tenant)), \(unique.map(\.kind.rawValue)),
                \(unique.map(\.uniqueKey))
            ) as input(id, tenant, kind, key)
            join job_unique holder using (tenant, kind, key)
            where holder.job_id <> input.id and (select true from jobs where jobs.id = input.id) is null
            """
    }
}
