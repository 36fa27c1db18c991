import Foundation
import Jobs
import Postgres

/// The rows that a page of jobs looks at, newest first: from an index that has them in this order for the filter. Conditions
/// that no index covers are checked row by row.
struct JobWalk {
    /// At most `ListBound.rows` of `jobs`.
    let rows: Query
    /// The last one of `rows` when there may be more.
    let edge: Query
    /// The ids of `rows`, without what is checked on them.
    let ids: Query
    /// What is checked on each row.
    let conditions: Query
    /// Only a kind is asked for, and of all tenants: no index has its jobs in order.
    let isByKindAlone: Bool
    private let place: Query

    init(_ filter: JobFilter, before cursor: JobID?, for scope: JobScope) {
        let start: Query = cursor.map { "\($0.uuid)" } ?? "\(UUID.last)"
        var place: Query = "id < \(start)"
        if let time = filter.createdAfter { place = "\(place) and id >= flotilla.uuid_floor(\(time))" }
        if let time = filter.createdBefore { place = "\(place) and id < flotilla.uuid_floor(\(time))" }
        self.place = place
        // Said again beside row-level security: the planner takes the index by tenant for it.
        if case .tenant(let tenant) = scope {
            place = "\(place) and \(ListBound.only("tenant", tenant))"
            if let other = filter.tenant { place = "\(place) and tenant = \(other)" }
        } else if let tenant = filter.tenant {
            place = "\(place) and \(ListBound.only("tenant", tenant))"
        }
        switch filter.status {
        case .failed?, .cancelled?:
            var owner = filter.tenant
            if case .tenant(let tenant) = scope { owner = tenant }
            (rows, edge, ids) = Self.failures(filter, of: owner, before: start)
        case .scheduled?, .queued?, .running?, .retrying?:
            if let batch = filter.batch {
                (rows, edge, ids) = Self.jobs("\(self.place) and \(ListBound.only("batch_id", batch))")
            } else {
                (rows, edge, ids) = Self.open(place, above: start)
            }
        case .succeeded?, nil:
            var isOfTenant = filter.tenant != nil
            if case .tenant = scope { isOfTenant = true }
            if let batch = filter.batch {
                place = "\(self.place) and \(ListBound.only("batch_id", batch))"
            } else if let kind = filter.kind, isOfTenant {
                place = "\(place) and kind = \(kind.rawValue)"
            }
            (rows, edge, ids) = Self.jobs(place)
        }
        conditions = Self.conditions(filter)
        var rest = filter
        (rest.kind, rest.createdAfter, rest.createdBefore) = (nil, nil, nil)
        var isOfAll = false
        if case .everybody = scope { isOfAll = true }
        isByKindAlone = isOfAll && filter.kind != nil && rest == JobFilter()
    }

    private static func conditions(_ filter: JobFilter) -> Query {
        var conditions: Query = "true"
        if let status = filter.status { conditions = "\(conditions) and status = \(status)::flotilla.job_status" }
        if let kind = filter.kind { conditions = "\(conditions) and kind = \(kind.rawValue)" }
        if let code = filter.errorCode { conditions = "\(conditions) and error ->> 'code' = \(code)" }
        if let queue = filter.queue { conditions = "\(conditions) and queue = \(queue.rawValue)" }
        if let batch = filter.batch { conditions = "\(conditions) and batch_id = \(batch)" }
        if let tenant = filter.tenant { conditions = "\(conditions) and tenant = \(tenant)" }
        if let key = filter.limitKey { conditions = "\(conditions) and limit_key = \(key)" }
        if let key = filter.uniqueKey { conditions = "\(conditions) and unique_key = \(key)" }
        if let id = filter.requestID { conditions = "\(conditions) and request_id = \(id)" }
        if let id = filter.traceID { conditions = "\(conditions) and substr(trace_parent, 4, 32) = \(id)" }
        if let session = filter.session { conditions = "\(conditions) and session = \(session)" }
        for member in filter.payload ?? [] {
            conditions = "\(conditions) and payload #>> \(member.path) = \(member.value)"
        }
        return conditions
    }

    private static func jobs(_ place: Query) -> (rows: Query, edge: Query, ids: Query) {
        (
            "select * from flotilla.jobs where \(place) order by id desc \(ListBound.limit)",
            "select id from flotilla.jobs where \(place) order by id desc \(ListBound.edge)",
            "select id from flotilla.jobs where \(place) order by id desc \(ListBound.limit)"
        )
    }

    /// A few failed jobs lie between millions that succeeded. One bound of the ids stands in the limited statement, the
    /// other around it: with both inside, the planner takes the range for small, and reads the rows of all tenants. A
    /// tenant's failed and cancelled jobs share an index range, since row-level security lets no index compare an enum.
    private static func failures(
        _ filter: JobFilter, of tenant: UUID?, before start: Query
    ) -> (rows: Query, edge: Query, ids: Query) {
        let end: Query = filter.createdBefore.map { "least(\(start), flotilla.uuid_floor(\($0)))" } ?? start
        let status: Query = "\(filter.status)::flotilla.job_status"
        let owned: Query =
            tenant.map { "\(ListBound.only("tenant", $0)) and id < \(end)" } ?? "status = \(status) and id < \(end)"
        let listed: Query = "select id, status from flotilla.job_failures where \(owned) order by id desc"
        let floor: Query = filter.createdAfter.map { "and listed.id >= flotilla.uuid_floor(\($0))" } ?? ""
        return (
            """
            select job.* from (\(listed) \(ListBound.limit)) listed cross join lateral (
                select * from flotilla.jobs where id = listed.id limit 1
            ) job
            where listed.status = \(status) \(floor)
            """,
            "select id from (\(listed) \(ListBound.edge)) listed where true \(floor)",
            "select id from (\(listed) \(ListBound.limit)) listed where true \(floor)"
        )
    }

    /// Days whose jobs are all settled may lie above one that has open jobs. Days and their jobs come in order, and a
    /// lateral query with a limit makes the planner join day by day, so that reading ends with the last row of the page.
    private static func open(_ place: Query, above start: Query) -> (rows: Query, edge: Query, ids: Query) {
        let days: Query = """
            (
                select low_water, upper from (
                    select low_water, upper from flotilla.job_partitions
                    union all
                    (select upper, \(UUID.last) from flotilla.job_partitions order by upper desc limit 1)
                ) part where low_water < upper and low_water < \(start) order by upper desc
            ) part
            """
        func jobs(_ columns: Query) -> Query {
            """
            select page.* from \(days) cross join lateral (
                select \(columns) from flotilla.jobs where id >= part.low_water and id < part.upper and \(place)
                order by id desc \(ListBound.limit)
            ) page
            """
        }
        let ids = jobs("id")
        return ("\(jobs("*")) \(ListBound.limit)", "\(ids) \(ListBound.edge)", "\(ids) \(ListBound.limit)")
    }

    /// The tenants that have jobs of a kind, each found by one step into the index of kinds.
    static func owners(of kind: JobKind, most: Int) -> Query {
        """
        with recursive owners(tenant) as (
            (select tenant from flotilla.jobs where kind = \(kind.rawValue) order by tenant limit 1)
            union all
            select (select tenant from flotilla.jobs where kind = \(kind.rawValue) and tenant > owners.tenant
                order by tenant limit 1)
            from owners where owners.tenant is not null
        )
        select tenant from owners where tenant is not null limit \(Int64(most))
        """
    }

    func ofAll(_ kind: JobKind, _ tenants: [UUID], limit: Int, columns: Query) -> Query {
        """
        select page.* from unnest(\(tenants)) owner(tenant) cross join lateral (
            select \(columns) from flotilla.jobs where kind = \(kind.rawValue) and jobs.tenant = owner.tenant and \(place)
            order by id desc limit \(Int64(limit))
        ) page
        order by page.id desc
        """
    }
}
