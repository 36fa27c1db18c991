import Foundation
public import Jobs
import Postgres

/// A page of a list that looks at a bounded number of rows.
public struct JobPage: Sendable {
    /// Without results.
    public let jobs: [JobRecord]
    /// Where the next page begins; nil when there is none. A page that holds less than was asked for, or nothing, may have
    /// one: then so many rows were looked at.
    public let next: JobID?
}

extension PostgresJobStore {
    /// Rows that a page looks at where no index leads to what the filter names: some 20 ms.
    private static let mostExamined: Int64 = 10_000

    /// Newest first, without earlier attempts and without results.
    public func page(
        _ filter: JobFilter, before cursor: JobID?, limit: Int, for scope: JobScope
    ) async throws -> JobPage {
        let place: Query = cursor.map { "\($0.uuid)" } ?? "\(UUID.last)"
        var walk: Query = "id < \(place)"
        // Said again beside row-level security: the planner takes the index by tenant for it.
        if case .tenant(let tenant) = scope { walk = "\(walk) and tenant = \(tenant)" }
        if let tenant = filter.tenant { walk = "\(walk) and tenant = \(tenant)" }
        if let time = filter.createdAfter { walk = "\(walk) and id >= flotilla.uuid_floor(\(time))" }
        if let time = filter.createdBefore { walk = "\(walk) and id < flotilla.uuid_floor(\(time))" }
        guard let source = Self.source(walk, filter, place) else {
            // By an index, straight to what is meant.
            let jobs = try await jobs(filter, before: cursor, limit: limit + 1, for: scope, columns: Self.listed)
            return JobPage(
                jobs: Array(jobs.prefix(limit)), next: jobs.count > limit ? jobs.prefix(limit).last?.id : nil)
        }
        let conditions = Self.conditions(filter)
        let answers = try await read(
            [
                """
                select \(Self.listed) from (\(source.rows)) job where \(conditions)
                order by id desc limit \(Int64(limit) + 1)
                """,
                source.edge,
            ], for: scope)
        let found = try answers[0].map { try JobRecord(row: $0) }
        let edge = try answers[1].first?.decode(0, as: UUID?.self).map { JobID($0) }
        // Beyond the edge of one part of the rows nothing is known of the others.
        let jobs = found.filter { job in edge.map { job.id >= $0 } ?? true }
        let page = Array(jobs.prefix(limit))
        return JobPage(jobs: page, next: jobs.count > limit ? page.last?.id : edge)
    }

    /// The rows that are looked at, and a statement for the last of them when there may be more; nil where an index leads
    /// to what is meant.
    private static func source(_ walk: Query, _ filter: JobFilter, _ place: Query) -> (rows: Query, edge: Query)? {
        switch filter.status {
        case .failed?, .cancelled?:
            let listed: Query = "from job_failures where status = \(filter.status)::job_status and \(walk)"
            let ids: Query = "select id \(listed) order by id desc limit \(mostExamined)"
            return (
                "select job.* from (\(ids)) listed cross join lateral (select * from jobs where id = listed.id limit 1) job",
                "select id \(listed) order by id desc offset \(mostExamined - 1) limit 1"
            )
        case .scheduled?, .queued?, .running?, .retrying?:
            let parts: Query = """
                (
                    select low_water, upper from job_partitions
                    union all
                    (select upper, \(UUID.last) from job_partitions order by upper desc limit 1)
                ) part
                """
            let range: Query = "from jobs where id >= part.low_water and id < part.upper and \(walk) order by id desc"
            let open: Query = "part.low_water < part.upper and part.low_water < \(place)"
            return (
                """
                select page.* from \(parts) cross join lateral (select * \(range) limit \(mostExamined)) page where \(open)
                """,
                """
                select max(edge.id::text)::uuid from \(parts) cross join lateral (
                    select id \(range) offset \(mostExamined - 1) limit 1
                ) edge where \(open)
                """
            )
        case .succeeded?, nil:
            guard filter.errorCode != nil || filter.queue != nil || (filter.status != nil && filter.kind == nil) else {
                return nil
            }
            return (
                "select * from jobs where \(walk) order by id desc limit \(mostExamined)",
                "select id from jobs where \(walk) order by id desc offset \(mostExamined - 1) limit 1"
            )
        }
    }

    /// What a filter asks of a row beside its place.
    private static func conditions(_ filter: JobFilter) -> Query {
        var conditions: Query = "true"
        if let status = filter.status { conditions = "\(conditions) and status = \(status)::job_status" }
        if let kind = filter.kind { conditions = "\(conditions) and kind = \(kind.rawValue)" }
        if let code = filter.errorCode { conditions = "\(conditions) and error ->> 'code' = \(code)" }
        if let queue = filter.queue { conditions = "\(conditions) and queue = \(queue.rawValue)" }
        if let batch = filter.batch { conditions = "\(conditions) and batch_id = \(batch)" }
        return conditions
    }

    /// The columns of a list: results may be large, and a list carries none.
    static let listed: Query = """
        id, tenant, kind, queue, status::text as status, priority, attempt, errors, crashes, max_attempts, timeout_ms,
        created_at, run_at, started_at, finished_at, attempt_end, error, null::jsonb as result, session,
        batch_id
        """
}
