import Foundation
import Postgres

/// The rows of `job_unique`: a key is held while its job is open, and in any case until `held_until`.
enum UniqueKeys {
    /// Gives back the keys of jobs that were settled, except those whose period is not over.
    /// - Parameter settled: a condition on `job_unique.job_id`.
    static func release(_ settled: Query) -> Query {
        "delete from flotilla.job_unique where \(settled) and \(isReleasable)"
    }

    /// Whether a settled job's key goes with the job.
    static let isReleasable: Query = "(job_unique.held_until is null or job_unique.held_until <= now())"

    /// Whether a key that was held beyond its job has reached the end of its period: then a new job may take it.
    ///
    /// The holder's row is locked and read as it is now, not as the statement's snapshot has it: it may just have been
    /// queued again. One that another transaction has locked is being settled or queued again, and holds its key for now.
    static func isOver(_ holder: String) -> Query {
        """
        \(unescaped: holder).held_until <= now() and (
            select true from flotilla.jobs
            where jobs.id = \(unescaped: holder).job_id and jobs.status in ('succeeded', 'failed', 'cancelled')
            for share skip locked)
        """
    }
}

extension PostgresJobStore {
    /// Forgets keys whose period is over and whose job is settled, or gone with its partition.
    /// - Returns: how many; as many as `limit` when there may be more.
    public func forgetUniqueKeys(limit: Int) async throws -> Int {
        let rows = try await database.query(
            """
            with over as materialized (
                select tenant, kind, key, job_id from flotilla.job_unique
                where held_until <= now() and coalesce(
                    (select status in ('succeeded', 'failed', 'cancelled') from flotilla.jobs where jobs.id = job_id), true)
                order by held_until limit \(Int64(limit)) for update skip locked
            )
            delete from flotilla.job_unique using over
            where job_unique.tenant = over.tenant and job_unique.kind = over.kind and job_unique.key = over.key
                and (\(UniqueKeys.isOver("job_unique")) or (select true from flotilla.jobs where jobs.id = over.job_id) is null)
            returning 1
            """
        ).rows
        return rows.count
    }
}
