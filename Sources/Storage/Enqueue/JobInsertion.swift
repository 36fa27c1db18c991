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
    func batchMembership(open: Bool, acrossTenants: Bool = false) -> Query? {
        let members = jobs.filter { $0.batch != nil }
        guard !members.isEmpty else { return nil }
        return """
            select flotilla.join_batches(\(members.compactMap(\.batch)), \(members.map(\.tenant)), \(open), \(acrossTenants))
            """
    }

    /// When a job has a unique key, the last statement answers a row for each one that was not inserted because another
    /// one holds its key: `id`, and `existing`, that job's id.
    public func statements() -> [Query] {
        var unit = isUnique ? [reservation] : []
        unit.append(jobs.contains { $0.batch != nil } ? batchedInsertion : insertion)
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

    /// Takes the unique keys. A job that is there already takes none again: it may have been settled since, and the key would
    /// never be freed.
    private var reservation: Query {
        let unique = jobs.filter { $0.uniqueKey != nil }
        return """
            insert into flotilla.job_unique as holder (tenant, kind, key, job_id, held_until)
            select distinct on (tenant, kind, key) tenant, kind, key, id, now() + unique_ms * interval '1 millisecond'
            from unnest(
                \(unique.map(\.id.uuid)), \(unique.map(\.tenant)), \(unique.map(\.kind.rawValue)),
                \(unique.map(\.uniqueKey)), \(unique.map { $0.uniqueFor?.milliseconds })
            ) as input(id, tenant, kind, key, unique_ms)
            where \(isThere(among: unique)) is null
            order by tenant, kind, key, id
            on conflict (tenant, kind, key) do update set job_id = excluded.job_id, held_until = excluded.held_until
                where holder.job_id = excluded.job_id or \(UniqueKeys.isOver("holder"))
            """
    }

    private var insertion: Query {
        """
        with \(input), \(lowered)
        \(rows)
        """
    }

    /// Only what was really inserted is counted.
    private var batchedInsertion: Query {
        """
        with \(input), \(lowered), inserted as (
            \(rows)
            returning batch_id
        )
        insert into flotilla.batch_changes (batch, total)
        select batch_id, count(*) from inserted where batch_id is not null group by batch_id order by batch_id
        """
    }

    private var input: Query {
        """
        input as (
            select * from unnest(
                \(jobs.map(\.id.uuid)), \(jobs.map(\.tenant)), \(jobs.map(\.kind.rawValue)),
                \(jobs.map(\.queue.rawValue)), \(jobs.map(\.status.rawValue)), \(jobs.map { Int16($0.priority) }),
                \(jobs.map { Int32($0.maxAttempts) }), \(jobs.map { Int32(clamping: $0.timeout.milliseconds) }),
                \(jobs.map { $0.waits ? nil : $0.runAt }), \(jobs.map(\.expiresAt)), \(jobs.map(\.uniqueKey)),
                \(jobs.map(\.limitKey)), \(jobs.map(\.trace.traceParent)), \(jobs.map(\.trace.requestID)),
                \(jobs.map { JSONText($0.payload) }), \(jobs.map(\.batch)), \(jobs.map(\.trace.carried))
            ) as input(id, tenant, kind, queue, status, priority, max_attempts, timeout_ms, run_at, expires_at,
                unique_key, limit_key, trace_parent, request_id, payload, batch_id, trace_carried)
        )
        """
    }

    /// Ids that were minted long ago, such as follow-ups of a result that waited for the database, lower the mark below
    /// which no open jobs are looked for; younger ones are above it (`LowWaterBound`).
    private var lowered: Query {
        """
        youngest_old as (
            select flotilla.uuid_floor(now() - interval '30 seconds') as id
        ), lowered as (
            \(PostgresJobStore.lowerMarks(to: "input", where: "old.id < (select id from youngest_old)"))
        )
        """
    }

    private var rows: Query {
        """
        insert into flotilla.jobs (id, tenant, kind, queue, status, priority, max_attempts, timeout_ms, run_at, expires_at,
            unique_key, limit_key, trace_parent, request_id, payload, batch_id, trace_carried)
        select id, tenant, kind, queue, status::flotilla.job_status, priority, max_attempts, timeout_ms, run_at, expires_at,
            unique_key, limit_key, trace_parent, request_id, payload, batch_id, trace_carried
        from input
        where \(isUnique ? Self.holdsItsKey : "true")
        on conflict (id) do nothing
        """
    }

    private static let holdsItsKey: Query = """
        (unique_key is null or exists (
            select from flotilla.job_unique holder
            where (holder.tenant, holder.kind, holder.key) = (input.tenant, input.kind, input.unique_key)
                and holder.job_id = input.id))
        """

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
