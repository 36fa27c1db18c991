import Foundation
import Jobs
import Postgres

extension PostgresJobStore {
    /// Newest first, in the way that reads least: millions that went well lie between a few that did not, and days whose
    /// jobs are all settled above one that is open.
    static func list(
        _ conditions: Query, _ filter: JobFilter, before cursor: JobID?, limit: Int, for scope: JobScope
    ) -> Query {
        let place: Query = cursor.map { "\($0.uuid)" } ?? "\(UUID.last)"
        switch filter.status {
        case .failed?, .cancelled?: return failures(conditions, filter, before: place, limit, scope)
        case .scheduled?, .queued?, .running?, .retrying?: return open(conditions, before: place, limit)
        case .succeeded?, nil:
            return "select \(columns) from jobs job where \(conditions) order by id desc limit \(Int64(limit))"
        }
    }

    private static func failures(
        _ conditions: Query, _ filter: JobFilter, before place: Query, _ limit: Int, _ scope: JobScope
    ) -> Query {
        var listed: Query = "listed.id < \(place)"
        if case .tenant(let tenant) = scope { listed = "\(listed) and listed.tenant = \(tenant)" }
        if let tenant = filter.tenant { listed = "\(listed) and listed.tenant = \(tenant)" }
        if let time = filter.createdAfter { listed = "\(listed) and listed.id >= flotilla.uuid_floor(\(time))" }
        if let time = filter.createdBefore { listed = "\(listed) and listed.id < flotilla.uuid_floor(\(time))" }
        return """
            select job.* from job_failures listed cross join lateral (
                select \(columns) from jobs job where job.id = listed.id and \(conditions) limit 1
            ) job
            where listed.status = \(filter.status)::job_status and \(listed)
            order by listed.id desc limit \(Int64(limit))
            """
    }

    private static func open(_ conditions: Query, before place: Query, _ limit: Int) -> Query {
        """
        select page.* from (
            select low_water, upper from job_partitions
            union all
            (select upper, \(UUID.last) from job_partitions order by upper desc limit 1)
        ) part
        cross join lateral (
            select \(columns) from jobs job
            where job.id >= part.low_water and job.id < part.upper and job.id < \(place) and \(conditions)
            order by job.id desc limit \(Int64(limit))
        ) page
        where part.low_water < part.upper and part.low_water < \(place)
        order by page.id desc limit \(Int64(limit))
        """
    }
}
