import Foundation
import Jobs
import Postgres

extension PostgresBroker {
    private static let newPage = 1000
    /// Pages of what is new in one look; more of it is read tenant by tenant.
    private static let mostNewPages = 5
    private static let duePage = 500
    private static let tenantPage = 200
    private static let tenantsAtOnce = 16
    private static let walkPage = 4000
    private static let mostPerTenant = 250

    /// What came since the last look, and what has become due, was put back or was long in coming.
    func readNew(_ view: View) async throws {
        for page in 1...Self.mostNewPages {
            let cursor = surveys[view]?.newest
            let due = surveys[view]?.due
            let answers = try await store.database.execute(
                [Self.newest(view, after: cursor)]
                    + (page == 1 ? [Self.due(view, after: due), Self.listed(view, after: surveys[view]?.listed)] : []))
            let floor = try answers[0].rows.last?.decode("floor", as: UUID.self)
            let last = try answers[0].rows.last?.decode("last", as: UUID?.self)
            let count = try answers[0].rows.last?.decode("total", as: Int64.self) ?? 0
            for row in answers[0].rows { try surveys[view]?.addOpen(row) }
            if answers.count > 1 {
                try noteDue(answers[1].rows, view)
                try noteListed(answers[2].rows, view)
            }
            if count < Self.newPage {
                surveys[view]?.newest = floor
                return
            }
            surveys[view]?.newest = last
            if page == Self.mostNewPages, let floor, let last, last < floor { surveys[view]?.skip(to: floor) }
        }
    }

    private func noteDue(_ rows: Rows, _ view: View) throws {
        for row in rows { try surveys[view]?.addOpen(row) }
        if rows.count == Self.duePage, let last = rows.last {
            surveys[view]?.due = (
                try last.decode("due_at", as: Date.self), try last.decode("due_id", as: UUID.self)
            )
        } else {
            surveys[view]?.due = nil
        }
    }

    private func noteListed(_ rows: Rows, _ view: View) throws {
        for row in rows { try surveys[view]?.addOpen(row) }
        let last = try rows.last?.decode("listed_id", as: UUID.self)
        surveys[view]?.listed = rows.count == Self.duePage ? last : nil
    }

    func readTenants(_ view: View) async throws {
        guard let cursor = surveys[view]?.tenantCursor else { return }
        let rows = try await store.database.query(Self.tenants(after: cursor)).rows
        let tenants = try rows.map { try $0.decode(0, as: UUID.self) }
        surveys[view]?.found(tenants: tenants, limit: Self.tenantPage, now: .now)
    }

    /// Reads on with the tenants of which too little is known.
    func readOn(_ view: View) async throws {
        guard let tenants = surveys[view]?.nextTenants(Self.tenantsAtOnce), !tenants.isEmpty else { return }
        let limit = max(Self.mostPerTenant, Self.walkPage / tenants.count)
        do {
            let rows = try await store.database.query(Self.walk(view, tenants, limit: limit)).rows
            for row in rows {
                try surveys[view]?.addOpen(row)
                guard try row.decode("is_last", as: Bool.self), try row.decode("total", as: Int64.self) == limit
                else { continue }
                surveys[view]?.readOn(
                    try row.decode("tenant", as: UUID.self), from: try row.decode("id", as: UUID.self))
            }
        } catch {
            for (tenant, cursor) in tenants { surveys[view]?.readOn(tenant, from: cursor) }
            throw error
        }
    }

    // MARK: Statements

    private static let openColumns: Query = "job.id, job.tenant, job.priority, job.kind, job.limit_key"

    private static func isWanted(_ view: View) -> Query {
        """
        coalesce(job.queue = \(view.queue.rawValue) and job.kind = any(\(view.kinds.map(\.rawValue)))
            and \(PostgresJobStore.mayRun), false)
        """
    }

    /// Rows in the order of ids, also those of transactions that were open for up to two seconds; reading goes on after the
    /// last one. The first call looks back half a minute.
    private static func newest(_ view: View, after cursor: UUID?) -> Query {
        let start: Query = cursor.map { "\($0)" } ?? "flotilla.uuid_floor(now() - interval '30 seconds')"
        let range = OpenRange(
            "\(openColumns), \(isWanted(view)) as wanted", after: start, limit: newPage)
        return """
            with page as materialized (\(range.rows)),
            edge as (
                select flotilla.uuid_floor(now() - interval '2 seconds') as floor, count(*) as total,
                    (select id from page order by id desc limit 1) as last
                from page
            )
            select page.id, page.tenant, page.priority, page.kind, page.limit_key, page.wanted, edge.floor, edge.last, edge.total
            from edge left join page on page.wanted
            """
    }

    private static func due(_ view: View, after cursor: (runAt: Date, id: UUID)?) -> Query {
        """
        select page.run_at as due_at, page.id as due_id, \(openColumns),
            \(isWanted(view)) as wanted
        from (
            select run_at, id from flotilla.due
            where (run_at, id) > (\(cursor?.runAt ?? .distantPast), \(cursor?.id ?? UUID.zero)) and run_at <= now()
            order by run_at, id limit \(Int64(duePage))
        ) page
        left join flotilla.jobs job on job.id = page.id
        order by page.run_at, page.id
        """
    }

    /// Jobs whose ids may be older than all that is new: the list says that they are ready.
    private static func listed(_ view: View, after cursor: UUID?) -> Query {
        """
        select page.id as listed_id, \(openColumns), \(isWanted(view)) as wanted
        from (select id from flotilla.enqueued where id > \(cursor ?? UUID.zero) order by id limit \(Int64(duePage))) page
        left join flotilla.jobs job on job.id = page.id
        order by page.id
        """
    }

    /// Names each tenant by one step into the index, however many jobs it has.
    private static func tenants(after cursor: UUID) -> Query {
        """
        with recursive found(tenant, number) as (
            (select tenant, 1 from flotilla.jobs where tenant > \(cursor) order by tenant limit 1)
            union all
            select (select tenant from flotilla.jobs where jobs.tenant > found.tenant order by tenant limit 1), number + 1
            from found where found.tenant is not null and number < \(Int64(tenantPage))
        )
        select tenant from found where tenant is not null
        """
    }

    /// A page of each tenant's jobs: those that may run, and the last one whatever it is.
    private static func walk(_ view: View, _ tenants: [(tenant: UUID, cursor: UUID)], limit: Int) -> Query {
        var range = OpenRange(
            "\(openColumns), \(isWanted(view)) as wanted", after: "item.cursor" as Query,
            limit: limit)
        // As a range, and sorted by it: only the tenant's index gives that order, whatever the planner thinks how many
        // of the jobs are the tenant's.
        range.condition = "job.tenant >= item.tenant and job.tenant <= item.tenant"
        range.order = "job.tenant, job.id"
        return """
            select page.id, page.tenant, page.priority, page.kind, page.limit_key, page.wanted, page.is_last, page.total
            from unnest(\(tenants.map(\.tenant)), \(tenants.map(\.cursor))) as item(tenant, cursor)
            cross join lateral (
                select read.*, count(*) over () as total, lead(read.id) over (order by read.id) is null as is_last
                from (\(range.rows)) read
            ) page
            where page.wanted or page.is_last
            """
    }
}

extension OpenJobCursor {
    /// Takes over a row with the columns id, tenant, priority, kind, limit_key, wanted, when it is wanted.
    fileprivate mutating func addOpen(_ row: Row) throws {
        guard try row.decode("wanted", as: Bool?.self) == true else { return }
        add(
            OpenJobQueue.Entry(
                id: JobID(try row.decode("id", as: UUID.self)), tenant: try row.decode("tenant", as: UUID.self),
                priority: Int(try row.decode("priority", as: Int16.self)),
                lane: Lane(
                    kind: JobKind(rawValue: try row.decode("kind", as: String.self)),
                    limitKey: try row.decode("limit_key", as: String?.self)
                ).name))
    }
}
