public import Foundation
import Postgres

extension ScanStore {
    /// The points of one metric of one resource, several of a step as one; steps without points are left out.
    /// - Parameter step: in whole seconds; steps begin at `from`.
    public func points(
        of metric: Metric, _ type: ResourceType, resource: UUID, from: Date, to: Date, step: Int,
        statistic: Metric.Statistic, tenant: UUID
    ) async throws -> [MetricPoint] {
        let rows = try await query(
            """
            select date_bin(make_interval(secs => \(Double(step))), "timestamp", \(from)) as step,
                \(unescaped: statistic.function)(\(unescaped: metric.name)) as value,
                min(\(unescaped: metric.name)) as minimum, max(\(unescaped: metric.name)) as maximum,
                count(\(unescaped: metric.name)) as samples
            from \(unescaped: type.metrics.name)
            where resource_id = \(resource) and "timestamp" >= \(from) and "timestamp" < \(to)
                and \(unescaped: metric.name) is not null
            group by 1 order by 1
            """, of: tenant)
        return try rows.map { row in
            MetricPoint(
                time: try row.decode("step", as: Date.self), value: try row.decode("value", as: Double.self),
                minimum: try row.decode("minimum", as: Double.self),
                maximum: try row.decode("maximum", as: Double.self),
                samples: Int(try row.decode("samples", as: Int64.self)))
        }
    }
}

/// What the points of one step amount to.
public struct MetricPoint: Sendable {
    /// When the step begins.
    public let time: Date
    public let value: Double
    public let minimum: Double
    public let maximum: Double
    public let samples: Int
}
