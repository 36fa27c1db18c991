import CloudScanners
import Foundation
import Postgres
import Storage

/// Points of several series as rows of a type's metric table: one row per resource and time.
struct MetricPoints {
    private let table: MetricTable
    private let type: ResourceType
    private var regions: [String] = []
    private var identifiers: [String] = []
    /// Per row: which of the resources, counted from 1.
    private var places: [Int32] = []
    private var times: [Date] = []
    private var values: [[Double?]]

    /// Nil when there are none. A series of a name that the type has not is left out.
    init?(_ series: [MetricSeries], of type: ResourceType) {
        struct Resource: Hashable { let region, identifier: String }
        struct Row: Hashable {
            let place: Int32
            let time: Date
        }
        self.type = type
        table = type.metrics
        values = table.metrics.map { _ in [] }
        var placeOf: [Resource: Int32] = [:]
        var rowOf: [Row: Int] = [:]
        for one in series {
            guard let column = table.metrics.firstIndex(where: { $0.reading == one.name }) else { continue }
            let resource = Resource(region: one.regionName, identifier: one.identifier)
            let place = placeOf[resource] ?? Int32(placeOf.count + 1)
            if placeOf.updateValue(place, forKey: resource) == nil {
                regions.append(one.regionName)
                identifiers.append(one.identifier)
            }
            for point in one.points where point.value.isFinite {
                let key = Row(place: place, time: point.timestamp)
                let row = rowOf[key] ?? times.count
                if rowOf.updateValue(row, forKey: key) == nil {
                    places.append(place)
                    times.append(point.timestamp)
                    for index in values.indices { values[index].append(nil) }
                }
                values[column][row] = point.value
            }
        }
        if times.isEmpty { return nil }
    }

    /// A point that was read before is written only when it changed. Points of resources that no scan saw are left out.
    func insertion(by receipt: MetricsResultWriter) -> Query {
        let names = table.metrics.map(\.name)
        let list = names.joined(separator: ", ")
        var arrays: Query = "\(places), \(times)"
        for column in values { arrays = "\(arrays), \(column)" }
        let points = names.map { "point.\($0)" }.joined(separator: ", ")
        let updates = names.map { "\($0) = coalesce(excluded.\($0), old.\($0))" }.joined(separator: ", ")
        let old = names.map { "old.\($0)" }.joined(separator: ", ")
        let new = names.map { "coalesce(excluded.\($0), old.\($0))" }.joined(separator: ", ")
        return """
            with listed as (
                select array_agg(known.id order by place) as ids
                from unnest(\(regions), \(identifiers)) with ordinality as one(region, identifier, place)
                    left join flotilla.resources known on \(receipt.names("known", of: type))
                        and known.region = one.region and known.identifier = one.identifier
            )
            insert into \(unescaped: table.name) as old (resource_id, account, "timestamp", \(unescaped: list))
            select listed.ids[point.place], \(receipt.account), point.moment, \(unescaped: points)
            from listed, unnest(\(arrays)) as point(place, moment, \(unescaped: list))
            where listed.ids[point.place] is not null
            order by 1, 3
            on conflict (resource_id, "timestamp") do update set \(unescaped: updates)
                where (\(unescaped: old)) is distinct from (\(unescaped: new))
            """
    }
}
