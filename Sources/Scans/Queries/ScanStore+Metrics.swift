public import Foundation
import Postgres

extension ScanStore {
    /// The points of one metric of one resource, several of a step as one, and how its latest reading ended; steps
    /// without points are left out.
    /// - Parameter step: in whole seconds; steps begin at `from`.
    public func chart(
        of metric: Metric, _ type: ResourceType, resource: UUID, from: Date, to: Date, step: Int,
        statistic: Metric.Statistic, tenant: UUID
    ) async throws -> (points: [MetricPoint], reading: MetricReadingEnd?) {
        let answers = try await queries(
            [
                """
                select date_bin(make_interval(secs => \(Double(step))), "timestamp", \(from)) as step,
                    \(unescaped: statistic.function)(\(unescaped: metric.name)) as value,
                    min(\(unescaped: metric.name)) as minimum, max(\(unescaped: metric.name)) as maximum,
                    count(\(unescaped: metric.name)) as samples
                from \(unescaped: type.metrics.name)
                where resource_id = \(resource) and "timestamp" >= \(from) and "timestamp" < \(to)
                    and \(unescaped: metric.name) is not null
                group by 1 order by 1
                """,
                """
                select read_at, began, ended, period, status, source, reason from flotilla.metric_readings
                where resource_id = \(resource) and name = \(metric.name)
                """,
            ], of: tenant)
        let points = try answers[0].map { row in
            MetricPoint(
                time: try row.decode("step", as: Date.self), value: try row.decode("value", as: Double.self),
                minimum: try row.decode("minimum", as: Double.self),
                maximum: try row.decode("maximum", as: Double.self),
                samples: Int(try row.decode("samples", as: Int64.self)))
        }
        return (points, try answers[1].first.map { try MetricReadingEnd(row: $0) })
    }
}

/// How the latest reading of a metric of a resource ended.
public struct MetricReadingEnd: Sendable {
    public let readAt: Date
    /// The window, its end not in it.
    public let from: Date
    public let to: Date
    /// Seconds that a point stands for.
    public let period: Int
    /// As `MetricSeries.Status`.
    public let status: String
    /// Where the numbers come from, such as `AWS/EC2 NetworkIn, sum of 3 instances`.
    public let source: String
    public let reason: String?

    fileprivate init(row: Row) throws {
        readAt = try row.decode("read_at", as: Date.self)
        from = try row.decode("began", as: Date.self)
        to = try row.decode("ended", as: Date.self)
        period = Int(try row.decode("period", as: Int32.self))
        status = try row.decode("status", as: String.self)
        source = try row.decode("source", as: String.self)
        reason = try row.decode("reason", as: String?.self)
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
