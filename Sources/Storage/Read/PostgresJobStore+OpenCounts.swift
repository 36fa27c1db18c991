public import Foundation
public import Jobs
import Postgres

extension PostgresJobStore {
    /// Rows of a tenant that a count looks at, newest first; beyond them nothing is counted.
    private static let mostLookedAt: Int64 = 200_000
    /// Waiting jobs whose queues are looked up; the others are taken to be like them.
    private static let sample: Int64 = 2000

    /// How many open jobs a tenant has, counted up to `limit`.
    /// - Parameter queue: those of this one; nil: of all.
    public func openJobs(of tenant: UUID, in queue: QueueName? = nil, atMost limit: Int) async throws -> Int {
        let own: Query = queue.map { "queue = \($0.rawValue)" } ?? "true"
        let rows = try await database.query(
            """
            select count(*) from (
                select 1 from (
                    select status, queue from flotilla.jobs
                    where tenant = \(tenant) and id > (select low_water from flotilla.job_partitions order by low_water limit 1)
                    order by id desc limit \(max(Self.mostLookedAt, Int64(limit) * 2))
                ) latest
                where status in ('scheduled', 'queued', 'running', 'retrying') and \(own)
                limit \(Int64(limit))
            ) open
            """
        ).rows
        return Int(try rows.first?.decode(0, as: Int64.self) ?? 0)
    }

    /// About how many jobs of each queue wait for a time later than `horizon` from now: exact up to 2,000.
    public func dueLater(than horizon: Duration) async throws -> [QueueName: Int] {
        let rows = try await database.query(
            """
            with page as materialized (
                select id from flotilla.due where run_at > now() + \(horizon.milliseconds) * interval '1 millisecond'
                order by run_at limit \(Self.sample)
            )
            select job.queue, count(*) as found, (select count(*) from page) as looked_at,
                pg_stat_get_live_tuples('flotilla.due'::regclass) as waiting
            from page join flotilla.jobs job on job.id = page.id and job.status in ('scheduled', 'retrying')
            group by job.queue
            """
        ).rows
        var counts: [QueueName: Int] = [:]
        for row in rows {
            let found = try row.decode("found", as: Int64.self)
            let lookedAt = try row.decode("looked_at", as: Int64.self)
            let waiting = lookedAt < Self.sample ? lookedAt : max(lookedAt, try row.decode("waiting", as: Int64.self))
            let queue = QueueName(rawValue: try row.decode("queue", as: String.self))
            counts[queue] = Int(Double(found) / Double(max(1, lookedAt)) * Double(waiting))
        }
        return counts
    }
}
