public import CloudScanners
public import Foundation
import Postgres

// A network's traffic is the sum of that of its instances, and the cloud bills each question: what the instances' own run
// of the scan reads is not asked for once more.

extension ScanStore {
    /// Whether the instances of the scan are still to be read.
    public func awaitsInstances(_ requested: RequestedMetrics, tenant: UUID) async throws -> Bool {
        guard requested.service == .vpc, let scan = try await scan(requested.scanID, of: tenant) else { return false }
        return scan.runs.contains {
            $0.service == ScanService.ec2.rawValue && ($0.status.isOpen || $0.readingJob != nil)
        }
    }

    /// What was read completely of instances where the run's networks are, over the very periods that the run wants:
    /// others would make sums that lack a part at their ends.
    public func instanceTraffic(for requested: RequestedMetrics, tenant: UUID) async throws -> [MetricSeries] {
        guard requested.service == .vpc else { return [] }
        let period = MetricsReport.period
        let step: Query = "\(period) * interval '1 second'"
        let begin: Query = "date_bin(\(step), \(requested.report.from), 'epoch')"
        let end: Query = "date_bin(\(step), \(requested.report.to), 'epoch')"
        let rows = try await query(
            """
            select known.region, known.identifier, reading.name, reading.source,
                coalesce(array_agg(point.moment) filter (where point.value is not null), '{}') as times,
                coalesce(array_agg(point.value) filter (where point.value is not null), '{}') as values
            from flotilla.resources known join flotilla.metric_readings reading on reading.resource_id = known.id
                left join lateral (
                    select "timestamp" as moment,
                        case reading.name when 'network_in' then network_in else network_out end as value
                    from flotilla.ec2_performance
                    where resource_id = known.id and "timestamp" >= \(begin) and "timestamp" < \(end)
                ) point on true
            where known.account = \(tenant) and known.type = \(ResourceType.ec2Instance.name)
                and known.provider = \(requested.service.provider.rawValue) and known.cloud_account = \(requested.cloudAccount)
                and known.region = any(\(Array(Set(requested.targets.map(\.regionName)))))
                and reading.name in ('network_in', 'network_out') and reading.period = \(period)
                and reading.status = \(MetricSeries.Status.complete.rawValue)
                and date_bin(\(step), reading.began, 'epoch') = \(begin)
                and date_bin(\(step), reading.ended, 'epoch') = \(end)
            group by known.region, known.identifier, reading.name, reading.source
            """, of: tenant)
        return try rows.compactMap { row in
            let name = try row.decode("name", as: String.self)
            guard let metric = ResourceType.ec2Instance.metrics.metric(name) else { return nil }
            let points = zip(
                try row.decode("times", as: [Date].self), try row.decode("values", as: [Double].self)
            ).map { MetricSeries.Point(timestamp: $0, value: $1) }.sorted { $0.timestamp < $1.timestamp }
            return MetricSeries(
                kind: ResourceType.ec2Instance.name, identifier: try row.decode("identifier", as: String.self),
                regionName: try row.decode("region", as: String.self), name: metric.reading, period: Int(period),
                source: try row.decode("source", as: String.self), status: .complete, points: points)
        }
    }
}
