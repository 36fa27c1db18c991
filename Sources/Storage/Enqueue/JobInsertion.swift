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

    /// The statement that locks the jobs' dependencies; nothing may be locked before it.
    /// - Parameter others: jobs that the transaction locks as well.
    func parentLocks(_ others: [JobID] = []) -> Query? {
        let parents = jobs.flatMap(\.after)
        guard !parents.isEmpty else { return nil }
        return "select flotilla.lock_jobs(\((parents + others).map(\.uuid)))"
    }

    /// Requires that the batches that the jobs join exist.
    /// - Parameter open: also that they are open and stay so, unless a member of them brings the jobs.
    func batchMembership(open: Bool) -> Query? {
        let members = jobs.filter { $0.batch != nil }
        guard !members.isEmpty else { return nil }
        return "select flotilla.join_batches(\(members.compactMap(\.batch)), \(members.map(\.tenant)), \(open))"
    }

    /// When a job has a unique key, the last statement answers a row for each one that was not inserted because another
    /// one holds its key: `id`, and `existing`, that job's id.
    public func statements() -> [Query] {
        var unit = [insertion]
        if jobs.contains(where: { $0.runAt != nil && !$0.waits }) { unit.append(waiting) }
        if jobs.contains(where: { !$0.after.isEmpty }) { unit.append(dependencies) }
        if isUnique { unit.append(answer) }
        return unit
    }

    /// Whether a job has a unique key.
    var isUnique: Bool { jobs.contains { $0.uniqueKey != nil } }

    /// Whether the job of a row `input` is there: asked row by row, in a subquery that the planner cannot turn into a
    /// join. Without the bounds it would open every partition before it reads one, which costs more than the insertion
    /// of a job when there are many.
    private func isThere(among asked: [NewJob]) -> Query {
        let ids = asked.map(\.id).sorted()
        guard let first = ids.first, let last = ids.last else { return "false" }
        return """
            (select true from flotilla.jobs
                where jobs.id = input.id and jobs.id >= \(first.uuid) and jobs.id <= \(last.uuid))
            """
    }

    /// Ids that were minted long ago, such as follow-ups of a result that waited for the database, lower the mark below
    /// which no open jobs are looked for; younger ones are above it (`LowWaterBound`).
    ///
    /// A job that is there already takes no key again: it may have been settled since, and the key would never be freed.
    private var insertion: Query {
        let isBatched = jobs.contains { $0.batch != nil }
        let batchInput: Query = isBatched ? ", \(jobs.map(\.batch))" : ""
        let batchName: Query = isBatched ? ", batch_id" : ""
        let unique = jobs.filter { $0.uniqueKey != nil }
        let won: Query =
            unique.isEmpty
            ? ""
            : """
            , won as (
                insert into flotilla.job_unique as holder (tenant, kind, key, job_id, held_until)
                select distinct on (tenant, kind, unique_key) tenant, kind, unique_key, id,
                    now() + unique_ms * interval '1 millisecond'
                from input
                where unique_key is not null and \(isThere(among: unique)) is null
                order by tenant, kind, unique_key, id
                on conflict (tenant, kind, key)
                    do update set job_id = excluded.job_id, held_until = excluded.held_until
                    where holder.job_id = excluded.job_id or \(UniqueKeys.isOver("holder"))
                returning job_id
            )
            """
        let condition: Query = unique.isEmpty ? "" : "where unique_key is null or id in (select job_id from won)"
        // Only what was really inserted is counted.
        let head: Query = isBatched ? ", inserted as (" : ""
        let tail: Query =
            isBatched
            ? """
            returning batch_id
            )
            insert into flotilla.batch_changes (batch, total)
            select batch_id, count(*) from inserted where batch_id is not null group by batch_id order by batch_id
            """ : ""
        return """
            with input as (
                select * from unnest(
                    \(jobs.map(\.id.uuid)), \(jobs.map(\.tenant)), \(jobs.map(\.kind.rawValue)),
                    \(jobs.map(\.queue.rawValue)), \(jobs.map(\.status.rawValue)), \(jobs.map { Int16($0.priority) }),
                    \(jobs.map { Int32($0.maxAttempts) }), \(jobs.map { Int32(clamping: $0.timeout.milliseconds) }),
                    \(jobs.map { $0.waits ? nil : $0.runAt }), \(jobs.map(\.expiresAt)), \(jobs.map(\.uniqueKey)),
                    \(jobs.map { $0.uniqueFor?.milliseconds }), \(jobs.map(\.limitKey)),
                    \(jobs.map(\.trace.traceParent)), \(jobs.map(\.trace.requestID)), \(jobs.map { JSONText($0.payload) })\(batchInput)
                ) as input(id, tenant, kind, queue, status, priority, max_attempts, timeout_ms, run_at, expires_at,
                    unique_key, unique_ms, limit_key, trace_parent, request_id, payload\(batchName))
            ), youngest_old as (
                select flotilla.uuid_floor(now() - interval '30 seconds') as id
            )\(won), lowered as (
                \(PostgresJobStore.lowerMarks(to: "input", where: "old.id < (select id from youngest_old)"))
            )\(head)
            insert into flotilla.jobs (id, tenant, kind, queue, status, priority, max_attempts, timeout_ms, run_at, expires_at,
                unique_key, limit_key, trace_parent, request_id, payload\(batchName))
            select id, tenant, kind, queue, status::flotilla.job_status, priority, max_attempts, timeout_ms, run_at, expires_at,
                unique_key, limit_key, trace_parent, request_id, payload\(batchName)
            from input
            \(condition)
            on conflict (id) do nothing
            \(tail)
            """
    }

    private var dependencies: Query {
        let followers = jobs.filter { !$0.after.isEmpty }
        let edges = followers.flatMap { job in job.after.map { (child: job.id.uuid, parent: $0.uuid) } }
        return """
            select flotilla.add_dependencies(
                \(edges.map(\.child)), \(edges.map(\.parent)), \(followers.map(\.id.uuid)), \(followers.map(\.runAt)),
                \(followers.map { $0.afterFailed == .run }))
            """
    }

    private var waiting: Query {
        let scheduled = jobs.filter { $0.runAt != nil && !$0.waits }
        return """
            insert into flotilla.due (run_at, id)
            select input.run_at, input.id
            from unnest(\(scheduled.map(\.runAt)), \(scheduled.map(\.id.uuid))) as input(run_at, id)
            where \(isThere(among: scheduled))
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
            join flotilla.job_unique holder using (tenant, kind, key)
            where holder.job_id <> input.id and \(isThere(among: unique)) is null
            """
    }

    /// What the last of the statements answered: for each job that was not inserted, the one that holds its key.
    func holders(_ answer: ResultSet?) throws -> [JobID: JobID] {
        guard isUnique, let answer else { return [:] }
        var holders: [JobID: JobID] = [:]
        for row in answer.rows {
            holders[JobID(try row.decode(0, as: UUID.self))] = JobID(try row.decode(1, as: UUID.self))
        }
        return holders
    }
}
