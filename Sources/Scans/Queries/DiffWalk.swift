import Foundation
import Jobs
import Postgres
import Storage

/// Which rows of two runs a page compares, by region and identity: the next ones of each.
struct DiffWalk {
    /// Rows that differ, and their columns that do; a limit may follow. What has a reason beside it is not known.
    let rows: Query
    /// The place up to which both runs were compared, when there may be more.
    let edge: Query

    init(_ type: ResourceType, _ old: ScanRun, _ new: ScanRun, beyond cursor: DiffCursor?) {
        let identity: Query = "\(unescaped: type.identity)"
        var beyond: Query = "true"
        if let cursor { beyond = "(region, \(identity)) > (\(cursor.region), \(cursor.identifier))" }
        func order(_ run: ScanRun) -> Query {
            """
            from \(unescaped: type.table)
            where scan_run_id = \(run.id) and scan_timestamp = \(run.scanTimestamp) and \(beyond)
            order by region, \(identity)
            """
        }
        func edge(_ run: ScanRun) -> Query {
            "(select region, \(identity) as identifier \(order(run)) \(ListBound.edge))"
        }
        let first: Query = """
            select region, identifier from (\(edge(old)) union all \(edge(new))) edge order by region, identifier limit 1
            """
        self.edge = first
        rows = """
            with edge as (\(first))
            select \(type.name) as type, coalesce(new.region, old.region) as region,
                coalesce(new.\(identity), old.\(identity)) as identifier,
                coalesce(new.resource_id, old.resource_id) as id, old.region is not null as was,
                new.region is not null as is, coalesce(differing.columns, '{}') as columns,
                coalesce(differing.is_known, false) as is_known
            from (select * \(order(old)) \(ListBound.limit)) old
                full join (select * \(order(new)) \(ListBound.limit)) new
                    on new.region = old.region and new.\(identity) = old.\(identity)
                left join lateral (
                    select jsonb_object_agg(name,
                            jsonb_build_object('before', before, 'after', after, 'known', is_known)) as columns,
                        bool_or(is_known) as is_known
                    from (values \(unescaped: Self.columns(of: type))) as one(name, before, after, is_known)
                    where before is distinct from after and old.region is not null and new.region is not null
                ) differing on true
            where (old.region is null or new.region is null or differing.columns is not null)
                and not exists (
                    select from edge where edge.region < coalesce(new.region, old.region)
                        or edge.region = coalesce(new.region, old.region)
                            and edge.identifier < coalesce(new.\(identity), old.\(identity))
                )
            order by 2, 3
            """
    }

    private static func columns(of type: ResourceType) -> String {
        let names = type.details.map(\.name).filter { name in
            !type.details.contains { ResourceColumn.reason(of: $0.name) == name }
        }
        return names.map { name in
            let reason = ResourceColumn.reason(of: name)
            let isKnown =
                type.details.contains { $0.name == reason }
                ? "(new.\(name) is not null or new.\(reason) is null) "
                    + "and (old.\(name) is not null or old.\(reason) is null)" : "true"
            return "('\(name)', to_jsonb(old.\(name)), to_jsonb(new.\(name)), \(isKnown))"
        }.joined(separator: ", ")
    }
}
