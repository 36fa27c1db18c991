import Foundation
import Jobs
import Postgres

extension PostgresJobStore {
    /// Rows that are looked at before another way is taken.
    private static let mostLookedAt: Int64 = 5000

    /// Newest first, in the way that reads least: millions that went well lie between a few that did not, and days whose
    /// jobs are all settled above one that is open. What is not complete need not find all that there are.
    static func lists(
        _ columns: Query, _ conditions: Query, _ filter: JobFilter, before cursor: JobID?, limit: Int,
        for scope: JobScope
    ) -> [(query: Query, isComplete: Bool)] {
        let place: Query = cursor.map { "\($0.uuid)" } ?? "\(UUID.last)"
        switch filter.status {
        case .failed?, .cancelled?: return [(failures(columns, conditions, filter, before: place, limit, scope), true)]
        case .scheduled?, .queued?, .running?, .retrying?:
            return [(open(columns, conditions, before: place, limit), true)]
        case .succeeded?, nil:
            if let kind = filter.kind, filter.tenant == nil, case .everybody = scope {
                let recent: Query =
                    "(select * from jobs where id < \(place) order by id desc limit \(mostLookedAt)) job"
                return [
                    (select(columns, from: recent, conditions, limit), false),
                    (ofAll(kind, columns, conditions, limit), true),
                ]
            }
            return [(select(columns, from: "jobs job", conditions, limit), true)]
        }
    }

    private static func select(_ columns: Query, from source: Query, _ conditions: Query, _ limit: Int) -> Query {
        "select \(columns) from \(source) where \(conditions) order by id desc limit \(Int64(limit))"
    }

    /// Of a kind that is rare among all: tenant by tenant, each found by one step into the index of kinds.
    private static func ofAll(_ kind: JobKind, _ columns: Query, _ conditions: Query, _ limit: Int) -> Query {
        """
        with recursive owners(tenant) as (
            (select tenant from jobs where kind = \(kind.rawValue) order by tenant limit 1)
            union all
            select (select tenant from jobs where kind = \(kind.rawValue) and tenant > owners.tenant
                order by tenant limit 1)
            from owners where owners.tenant is not null
        )
        select page.* from owners cross join lateral (
            select \(columns) from jobs job where tenant = owners.tenant and \(conditions)
            order by id desc limit \(Int64(limit))
        ) page
        order by page.id desc limit \(Int64(limit))
        """
    }

    private static func failures(
        _ columns: Query, _ conditions: Query, _ filter: JobFilter, before place: Query, _ limit: Int, _ scope: JobScope
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

    private static func open(_ columns: Query, _ conditions: Query, before place: Query, _ limit: Int) -> Query {
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
