public import Jobs
import Postgres

extension PostgresJobStore {
    /// Rows of a table that a count looks at; with more it is an estimate from as many, in pages chosen at random.
    private static let sampled: Int64 = 5000
    /// Where the table grew faster than PostgreSQL noticed, no more are read.
    private static let mostSampled: Int64 = 20_000

    /// The queues of every registered kind, whether or not they have open jobs.
    public func knownQueues() async throws -> [QueueName] {
        let rows = try await database.query("select distinct queue from flotilla.job_kinds order by queue").rows
        return try rows.map { QueueName(rawValue: try $0.decode(0, as: String.self)) }
    }

    /// How many jobs wait for a time or for other jobs, by queue and status: exact up to 5,000 of each sort, an estimate
    /// from a sample beyond.
    public func waiting() async throws -> [QueueName: [JobStatus: Int]] {
        let answers = try await database.execute(["flotilla.due", "flotilla.job_waiting"].map(Self.sample))
        var counts: [QueueName: [JobStatus: Int]] = [:]
        for row in answers.flatMap({ Array($0.rows) }) {
            let queue = QueueName(rawValue: try row.decode("queue", as: String.self))
            guard let status = JobStatus(rawValue: try row.decode("status", as: String.self)) else { continue }
            let count = try row.decode("count", as: Double.self)
            counts[queue, default: [:]][status, default: 0] += Int(count.rounded())
        }
        return counts
    }

    private static func sample(of table: String) -> Query {
        let name = Query(unescaped: table)
        let live: Query = "pg_stat_get_live_tuples('\(name)'::regclass)"
        return """
            with page as materialized (
                select id from \(name) tablesample system (least(100, 100.0 * \(Self.sampled) / greatest(\(live), 1)))
                limit \(Self.mostSampled)
            ),
            scale as (
                select case when \(live) <= \(Self.sampled) then 1.0
                    else greatest(1.0, \(live)::float8 / greatest(1, (select count(*) from page))) end as factor
            )
            select job.queue, job.status::text as status, (count(*) * (select factor from scale))::float8 as count
            from page join flotilla.jobs job on job.id = page.id
            where job.status in ('scheduled', 'retrying') and (job.run_at is null or job.run_at > now())
            group by job.queue, job.status
            """
    }

    /// How long the one of these that has waited longest could have run; zero when none of them may.
    public func longestWait(among ids: [JobID]) async throws -> Duration {
        guard let list = IDList(ids) else { return .zero }
        let rows = try await database.query(
            "select \(Self.wait) from flotilla.jobs job where \(list.contains("job.id")) and \(Self.mayRun)"
        ).rows
        return try rows.first?.decode(0, as: Double?.self).map { .seconds(max(0, $0)) } ?? .zero
    }

    /// All figures without a dispatcher: of the first 100,000 rows that are not known to be settled.
    public func openFigures() async throws -> [QueueName: QueueFigures] {
        let range = OpenRange(
            "job.id, job.status, job.run_at, job.queue, job.created_at", after: nil, limit: 100_000)
        let rows = try await database.query(
            """
            select job.queue, case when \(Self.mayRun) then 'queued' else job.status::text end as state, count(*),
                case when \(Self.mayRun) then \(Self.wait) end as wait
            from (\(range.rows)) job
            where job.status in ('scheduled', 'queued', 'running', 'retrying')
            group by job.queue, state, \(Self.mayRun)
            """
        ).rows
        var figures: [QueueName: QueueFigures] = [:]
        for row in rows {
            let queue = QueueName(rawValue: try row.decode("queue", as: String.self))
            guard let status = JobStatus(rawValue: try row.decode("state", as: String.self)) else { continue }
            figures[queue, default: QueueFigures()].depth[status, default: 0] += Int(
                try row.decode("count", as: Int64.self))
            if let wait = try row.decode("wait", as: Double?.self) {
                figures[queue, default: QueueFigures()].oldest = .seconds(max(0, wait))
            }
        }
        return figures
    }

    /// Of a group of jobs that may run, in seconds: since the one that could run first could.
    private static let wait: Query =
        "extract(epoch from clock_timestamp() - min(greatest(job.created_at, job.run_at)))::float8"
}
