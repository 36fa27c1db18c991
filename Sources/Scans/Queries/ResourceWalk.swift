import Foundation
import Postgres
import Storage

/// Which rows a page of resources looks at, by region and identity: those that an index has in this order. What no index
/// knows is looked at row by row.
struct ResourceWalk {
    /// Among at most `ListBound.rows`, those that the filters mean, as `item`, `region`, `identity`, `id`; a limit may
    /// follow.
    let rows: Query
    /// The place of the last row that is looked at, when there may be more.
    let edge: Query

    init(
        _ type: ResourceType, _ scope: ScanStore.ResourceScope, of tenant: UUID, _ filters: [ResourceFilter],
        after cursor: ResourceCursor?
    ) {
        var conditions: Query = "true"
        for filter in filters { conditions = "\(conditions) and \(filter.condition)" }
        let region = filters.lazy.compactMap { $0.text(of: "region") }.first
        let identity = filters.lazy.compactMap { $0.text(of: type.identity) }.first
        switch scope {
        case .scan(let id):
            var places: Query = "true"
            if let region { places = "region = \(region)" }
            if let identity {
                let regions: Query = """
                    select region from flotilla.resources
                    where account = \(tenant) and type = \(type.name) and identifier = \(identity)
                    """
                places = """
                    \(places) and region = any(array(\(regions))) and \(unescaped: type.identity) = \(identity)
                    """
            }
            if let cursor {
                places = """
                    \(places) and (region, \(unescaped: type.identity)) > (\(cursor.region), \(cursor.identity))
                    """
            }
            (rows, edge) = Self.ofRun(type, id, places, conditions)
        case .latest(let upserts):
            var places: Query = "account = \(tenant) and type = \(type.name)"
            // As bounds: the planner then keeps to the order of the index by region.
            if let region { places = "\(places) and region >= \(region) and region <= \(region)" }
            if let identity { places = "\(places) and identifier = \(identity)" }
            if let cursor {
                places = """
                    \(places) and (region, identifier, id) > (\(cursor.region), \(cursor.identity), \(cursor.id))
                    """
            }
            switch upserts {
            case .open: conditions = "\(conditions) and known.closed_at is null"
            case .closed: conditions = "\(conditions) and known.closed_at is not null"
            case .any: break
            }
            let order: Query = "from flotilla.resources where \(places) order by region, identifier, id"
            let known: Query = "select * \(order) \(ListBound.limit)"
            rows = """
                \(Self.latest(of: type, among: known, where: conditions))
                order by known.region, known.identifier, known.id
                """
            edge = "select region, identifier as identity, id \(order) \(ListBound.edge)"
        }
    }

    private static func ofRun(
        _ type: ResourceType, _ scan: UUID, _ places: Query, _ conditions: Query
    ) -> (rows: Query, edge: Query) {
        let run: Query = """
            (
                select id, scan_timestamp from flotilla.scan_runs
                where scan_id = \(scan) and service_type = \(type.service.rawValue) limit 1
            ) run
            """
        let order: Query = """
            from \(unescaped: type.table)
            where scan_run_id = run.id and scan_timestamp = run.scan_timestamp and \(places)
            order by region, \(unescaped: type.identity)
            """
        return (
            """
            select jsonb_build_object(\(unescaped: type.pairs)) as item, seen.region,
                seen.\(unescaped: type.identity) as identity, seen.resource_id as id
            from \(run) cross join lateral (select * \(order) \(ListBound.limit)) seen
            where \(conditions)
            order by seen.region, seen.\(unescaped: type.identity)
            """,
            """
            select seen.* from \(run) cross join lateral (
                select region, \(unescaped: type.identity) as identity, resource_id as id \(order) \(ListBound.edge)
            ) seen
            """
        )
    }

    /// Of each known resource the row of the latest run that saw it, by one step into the index.
    /// - Parameters:
    ///   - known: rows of `resources`.
    ///   - conditions: over `known` and `seen`.
    static func latest(of type: ResourceType, among known: Query, where conditions: Query) -> Query {
        """
        select jsonb_build_object(\(unescaped: type.pairs), 'cloud_account', known.cloud_account,
                'first_seen_at', known.first_seen_at, 'latest_seen_at', known.latest_seen_at,
                'closed_at', known.closed_at) as item,
            known.region, known.identifier as identity, known.id
        from (\(known)) known cross join lateral (
            select * from \(unescaped: type.table)
            where resource_id = known.id and scan_timestamp = known.latest_seen_at and scan_run_id = known.latest_run
            limit 1
        ) seen
        where \(conditions)
        """
    }
}

extension ResourceType {
    /// What an item says of a row `seen`, for `jsonb_build_object`.
    fileprivate var pairs: String {
        let shown = columns.map { "'\($0.name)', seen.\($0.name)" }.joined(separator: ", ")
        return "'type', '\(name)', 'id', seen.resource_id, 'scan_run_id', seen.scan_run_id, \(shown)"
    }
}
