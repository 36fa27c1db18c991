import Foundation
public import Jobs
import Postgres

extension PostgresJobStore: AuditStore {
    public func openWork(
        after cursor: JobID?, limit: Int, horizon: Duration, untouchedFor age: Duration, lease: Duration
    ) async throws -> OpenWork {
        let range = OpenRange(
            """
            job.id, job.tenant, job.queue, job.kind, job.limit_key, job.priority, job.status, job.run_at, job.token,
                job.session, job.finished_at
            """, after: cursor, limit: limit)
        let then: Query = "(now() - \(age.milliseconds) * interval '1 millisecond')"
        let rows = try await database.query(
            """
            with page as materialized (\(range.rows)),
            edge as (select count(*) as total, (select id from page order by id desc limit 1) as last from page)
            select found.*, edge.total, edge.last
            from edge left join (
                select page.id, page.tenant, page.queue, page.kind, page.limit_key, page.priority,
                    page.status::text as status, page.run_at, coalesce(page.token, 0) as token,
                    page.status = 'running' as is_running
                from page
                left join flotilla.worker_sessions session on session.id = page.session
                    and session.beat_at >= now() - \(lease.milliseconds) * interval '1 millisecond'
                where page.status = 'running' and session.id is null
                    or (page.status = 'queued' or page.status in ('scheduled', 'retrying')
                            and page.run_at <= now() + \(horizon.milliseconds) * interval '1 millisecond')
                        and page.id < flotilla.uuid_floor(\(then))
                        and coalesce(page.finished_at < \(then), true)
            ) found on true
            order by found.id
            """
        ).rows
        guard let edge = rows.last else { return OpenWork(offers: [], silent: [], next: nil) }
        let found = try rows.filter { try $0.decode("is_running", as: Bool?.self) != nil }
        let silent = try found.filter { try $0.decode("is_running", as: Bool.self) }.map { row in
            QueuedClaim(
                claim: Claim(
                    id: JobID(try row.decode("id", as: UUID.self)),
                    token: ClaimToken(try row.decode("token", as: Int64.self))),
                queue: QueueName(rawValue: try row.decode("queue", as: String.self)))
        }
        let offers = try found.filter { try !$0.decode("is_running", as: Bool.self) }.map { try Offer(row: $0) }
        let isFull = try edge.decode("total", as: Int64.self) == Int64(limit)
        return OpenWork(
            offers: offers, silent: silent,
            next: isFull ? try edge.decode("last", as: UUID?.self).map { JobID($0) } : nil)
    }

    /// `newest` is the statement's own transaction, not the snapshot's xmax: that follows the last transaction that ended,
    /// and transactions that began after that one may be open beyond it.
    public func transactions(age: Duration) async throws -> TransactionHorizon {
        let rows = try await database.query(
            """
            select pg_snapshot_xmin(pg_current_snapshot())::text::bigint as oldest,
                pg_current_xact_id()::text::bigint as newest,
                flotilla.uuid_floor(now() - \(age.milliseconds) * interval '1 millisecond') as floor
            """
        ).rows
        guard let row = rows.first else { throw UnknownEffect(description: "the transactions are missing") }
        return TransactionHorizon(
            oldest: try row.decode("oldest", as: Int64.self), newest: try row.decode("newest", as: Int64.self),
            floor: JobID(try row.decode("floor", as: UUID.self)))
    }

    /// The partition is locked before it is read, by a statement of its own. What makes an old job open takes the same lock
    /// (`lowerMarks`): a job made open before is seen, and one made open later lowers the mark again.
    public func raiseLowWater(to bound: JobID, limit: Int) async throws {
        let parts = try await database.query(
            "select name from flotilla.job_partitions where low_water < least(upper, \(bound.uuid)) order by lower"
        ).rows
        for part in parts {
            let name = try part.decode(0, as: String.self)
            _ = try await database.execute([
                "select name from flotilla.job_partitions where name = \(name) for update",
                Self.raise(name, bound, limit),
            ])
        }
    }

    static func raise(_ name: String, _ bound: JobID, _ limit: Int) -> Query {
        let settled: Query = """
            from flotilla.jobs job
            where job.id >= part.low_water and job.id < least(part.upper, \(bound.uuid)) order by job.id
            """
        return """
            update flotilla.job_partitions set low_water = mark.id
            from (
                select part.name, coalesce(
                    (select id from (select job.id, job.status \(settled) limit \(Int64(limit))) page
                        where status in ('scheduled', 'queued', 'running', 'retrying') order by id limit 1),
                    (select job.id \(settled) limit 1 offset \(Int64(limit - 1))),
                    least(part.upper, \(bound.uuid))) as id
                from flotilla.job_partitions part where part.name = \(name)
            ) mark
            where job_partitions.name = mark.name and mark.id > job_partitions.low_water
            """
    }

    /// Takes the locks of the partitions of old ids and lowers their marks to them.
    /// - Parameter source: a common table expression with the column `id`; `condition` says which of its rows are old.
    static func lowerMarks(to source: String, where condition: Query = "true") -> Query {
        let source: Query = "\(unescaped: source)"
        return """
            update flotilla.job_partitions part
            set low_water = least(part.low_water,
                (select id from \(source) old where old.id >= part.lower and \(condition) order by id limit 1))
            where (select true from \(source) old where \(condition) limit 1)
                and (select true from \(source) old
                    where old.id >= part.lower and old.id < part.upper and \(condition) limit 1)
            """
    }
}
