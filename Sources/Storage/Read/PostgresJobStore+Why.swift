import Foundation
public import Jobs
import Postgres

/// What there is around an open job: who could run it, and who does.
public struct JobCircumstances: Sendable {
    public let limitKey: String?
    /// Since the last heartbeat of the session that has it; nil when there is no such session.
    public let ownerSilence: Duration?
    /// Live workers of its queue that take jobs, and those that were asked not to.
    public let workers: Int
    public let quietWorkers: Int
    public let isKindKnown: Bool
}

extension PostgresJobStore {
    /// Jobs of a queue that run in an executor of their own, the oldest first.
    /// - Returns: at most 100 of them, found among the 20,000 oldest jobs that may be open.
    public func runningAlone(in queue: QueueName) async throws -> [JobID] {
        let range = OpenRange("job.id, job.status, job.queue, job.alone", after: nil, limit: 20_000)
        let rows = try await database.query(
            """
            select job.id from (\(range.rows)) job
            where job.status = 'running' and job.alone and job.queue = \(queue.rawValue) order by job.id limit 100
            """
        ).rows
        return try rows.map { JobID(try $0.decode(0, as: UUID.self)) }
    }

    /// One statement: a row by its id, and the few of the workers' sessions.
    public func circumstances(of job: JobRecord, lease: Duration) async throws -> JobCircumstances? {
        let session = job.attempts.last?.session
        let rows = try await database.query(
            """
            select job.limit_key,
                (select extract(epoch from now() - beat_at)::float8 from flotilla.worker_sessions
                    where id = \(session)) as silence,
                count(session.id) filter (where not session.quiet) as workers,
                count(session.id) filter (where session.quiet) as quiet,
                exists (select from flotilla.job_kinds where kind = \(job.kind.rawValue)) as known
            from flotilla.jobs job left join flotilla.worker_sessions session on \(job.queue.rawValue) = any(session.queues)
                and session.beat_at > now() - \(lease / .seconds(1)) * interval '1 second'
            where job.id = \(job.id.uuid) group by job.limit_key
            """
        ).rows
        return try rows.first.map { row in
            JobCircumstances(
                limitKey: try row.decode("limit_key", as: String?.self),
                ownerSilence: try row.decode("silence", as: Double?.self).map { .seconds(max(0, $0)) },
                workers: Int(try row.decode("workers", as: Int64.self)),
                quietWorkers: Int(try row.decode("quiet", as: Int64.self)),
                isKindKnown: try row.decode("known", as: Bool.self))
        }
    }
}
