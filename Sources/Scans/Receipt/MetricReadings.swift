import CloudScanners
import Foundation
import Postgres

/// How the reading of each series ended, as rows of `metric_readings`.
struct MetricReadings {
    private struct Key: Hashable { let region, identifier, name: String }

    private let type: ResourceType
    private let rows: [(key: Key, series: MetricSeries)]

    /// Nil when there are none. A series of a name that the type has not is left out.
    init?(_ series: [MetricSeries], of type: ResourceType) {
        self.type = type
        var byKey: [Key: MetricSeries] = [:]
        for one in series {
            guard let metric = type.metrics.metric(one.name) else { continue }
            byKey[Key(region: one.regionName, identifier: one.identifier, name: metric.name)] = one
        }
        rows = byKey.sorted {
            ($0.key.region, $0.key.identifier, $0.key.name) < ($1.key.region, $1.key.identifier, $1.key.name)
        }
        .map { (key: $0.key, series: $0.value) }
        if rows.isEmpty { return nil }
    }

    /// A reading that ended after a younger one changes nothing.
    func insertion(by receipt: MetricsResultWriter) -> Query {
        """
        insert into flotilla.metric_readings as old (resource_id, account, name, read_at, began, ended, period, status, source,
            reason)
        select known.id, \(receipt.account), one.name, \(receipt.timestamp), \(receipt.report.from), \(receipt.report.to), one.period,
            one.status, one.source, one.reason
        from unnest(\(rows.map(\.key.region)), \(rows.map(\.key.identifier)), \(rows.map(\.key.name)),
                \(rows.map { Int32(clamping: $0.series.period) }), \(rows.map(\.series.status.rawValue)),
                \(rows.map(\.series.source)), \(rows.map(\.series.reason)))
                as one(region, identifier, name, period, status, source, reason)
            join flotilla.resources known on \(receipt.names("known", of: type))
                and known.region = one.region and known.identifier = one.identifier
        order by 1, 3
        on conflict (resource_id, name) do update
            set read_at = excluded.read_at, began = excluded.began, ended = excluded.ended, period = excluded.period,
                status = excluded.status, source = excluded.source, reason = excluded.reason
            where old.read_at <= excluded.read_at
        """
    }
}
