import Foundation
public import Jobs
import Postgres

extension PostgresJobStore: RecoveryStore {
    public func openJobs(after cursor: JobID?, limit: Int, horizon: Duration) async throws -> Page<Offer> {
        let range = OpenRange(
            """
            job.id, job.tenant, job.queue, job.kind, job.limit_key, job.priority, job.status::text as status, job.run_at,
                job.status = 'queued' or job.status in ('scheduled', 'retrying')
                    and job.run_at <= now() + \(horizon.milliseconds) * interval '1 millisecond' as wanted
            """, after: cursor, limit: limit)
        let rows = try await database.query(range.rows).rows
        let wanted = try rows.filter { try $0.decode("wanted", as: Bool?.self) == true }
        let last = try rows.count < limit ? nil : rows.last.map { JobID(try $0.decode("id", as: UUID.self)) }
        return Page(items: try wanted.map { try Offer(row: $0) }, next: last)
    }

    public func queuedJobs(
        mintedBetween older: Duration, and younger: Duration, limit: Int
    ) async throws -> [Offer] {
        let rows = try await database.query(
            """
            select id, tenant, queue, kind, limit_key, priority, status::text as status, run_at
            from flotilla.jobs
            where id >= flotilla.uuid_floor(now() - \(older.milliseconds) * interval '1 millisecond')
                and id < flotilla.uuid_floor(now() - \(younger.milliseconds) * interval '1 millisecond')
                and status = 'queued'
            order by id limit \(Int64(limit))
            """
        ).rows
        return try rows.map { try Offer(row: $0) }
    }

    public func dueJobs(after cursor: DueCursor?, limit: Int, horizon: Duration) async throws -> DuePage {
        let rows = try await database.query(
            """
            with page as (
                select run_at, id from flotilla.due
                where (run_at, id) > (\(cursor?.runAt ?? .distantPast), \(cursor?.id.uuid ?? UUID.zero))
                    and run_at <= now() + \(horizon.milliseconds) * interval '1 millisecond'
                order by run_at, id limit \(Int64(limit))
            ), looked_at as (
                select page.run_at as page_run_at, page.id as page_id, job.id, job.tenant, job.queue, job.kind,
                    job.limit_key, job.priority, job.status::text as status, job.run_at
                from page
                left join flotilla.jobs job on job.id = page.id and (
                    job.status in ('scheduled', 'retrying') and job.run_at = page.run_at
                    or job.status = 'queued' and page.run_at > now() - interval '1 minute')
            ), over as (
                delete from flotilla.due using looked_at
                where due.run_at = looked_at.page_run_at and due.id = looked_at.page_id and looked_at.id is null
            )
            select * from looked_at order by page_run_at, page_id
            """
        ).rows
        let offers = try rows.filter { try $0.decode("status", as: String?.self) != nil }.map { try Offer(row: $0) }
        guard rows.count == limit, let last = rows.last else { return DuePage(offers: offers, next: nil) }
        let next = DueCursor(
            runAt: try last.decode("page_run_at", as: Date.self),
            id: JobID(try last.decode("page_id", as: UUID.self)))
        return DuePage(offers: offers, next: next)
    }

    public func silentSessions(lease: Duration) async throws -> [WorkerSession.ID] {
        let rows = try await database.query(
            """
            select id from flotilla.worker_sessions
            where beat_at < now() - \(lease.milliseconds) * interval '1 millisecond'
            """
        ).rows
        return try rows.map { try $0.decode(0, as: UUID.self) }
    }

    public func silentClaims(
        after cursor: JobID?, limit: Int, lease: Duration
    ) async throws -> Page<QueuedClaim> {
        let range = OpenRange("job.id, job.token, job.queue, job.status, job.session", after: cursor, limit: limit)
        let rows = try await database.query(
            """
            select job.id, coalesce(job.token, 0) as token, job.queue,
                job.status = 'running' and session.id is null as is_silent
            from (\(range.rows)) job
            left join flotilla.worker_sessions session on session.id = job.session
                and session.beat_at >= now() - \(lease.milliseconds) * interval '1 millisecond'
            order by job.id
            """
        ).rows
        let silent = try rows.filter { try $0.decode("is_silent", as: Bool.self) }
        let claims = try silent.map { row in
            QueuedClaim(
                claim: Claim(
                    id: JobID(try row.decode("id", as: UUID.self)),
                    token: ClaimToken(try row.decode("token", as: Int64.self))),
                queue: QueueName(rawValue: try row.decode("queue", as: String.self)))
        }
        let last = try rows.count < limit ? nil : rows.last.map { JobID(try $0.decode("id", as: UUID.self)) }
        return Page(items: claims, next: last)
    }

    public func running(among claims: [Claim]) async throws -> Set<Claim> {
        guard let list = IDList(claims.map(\.id)) else { return [] }
        let rows = try await database.query(
            """
            select id, token from flotilla.jobs
            where \(list.contains("id")) and status = 'running'
            """
        ).rows
        let held = try rows.map { row in
            Claim(
                id: JobID(try row.decode(0, as: UUID.self)), token: ClaimToken(try row.decode(1, as: Int64.self)))
        }
        return Set(claims).intersection(held)
    }

    public func sweep(_ sessions: [WorkerSession.ID], lease: Duration) async throws {
        _ = try await database.query(
            """
            delete from flotilla.worker_sessions
            where id = any(\(sessions)) and beat_at < now() - \(lease.milliseconds) * interval '1 millisecond'
            """)
    }

    public func forgetOldAnswers() async throws {
        _ = try await database.query(
            "delete from flotilla.idempotency_keys where created_at < now() - interval '24 hours'")
    }

    public func ensurePartitions() async throws {
        _ = try await database.query("select flotilla.ensure_partitions()")
    }
}
