public import Foundation
public import Jobs
import Postgres

extension PostgresJobStore {
    /// Makes jobs ready that wait for a time to come; what runs, is queued, settled or waits for other jobs stays as it is.
    /// - Returns: how the dispatcher should hear of those that are ready now.
    public func hasten(_ ids: [JobID], of tenant: UUID) async throws -> [Offer] {
        guard let list = IDList(ids) else { return [] }
        let rows = try await database.query(
            """
            with candidate as materialized (
                select id from flotilla.jobs
                where \(list.contains("id")) and tenant = \(tenant) and status in ('scheduled', 'retrying')
                    and run_at > now()
                order by id for update
            ), ready as (
                update flotilla.jobs job set status = 'queued', run_at = now()
                from candidate where \(list.contains("job.id")) and job.id = candidate.id
                returning job.id, job.tenant, job.queue, job.kind, job.limit_key, job.priority, 'queued' as status, job.run_at
            ), listed as (
                insert into flotilla.enqueued select id from ready on conflict do nothing
            ), scheduled as (
                insert into flotilla.due select run_at, id from ready on conflict do nothing
            )
            select * from ready
            """
        ).rows
        return try rows.map { try Offer(row: $0) }
    }
}
