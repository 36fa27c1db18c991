import AWS

extension EC2Scanner: MetricsReader {
    func readMetrics(
        _ request: MetricsRequest, until deadline: ContinuousClock.Instant
    ) async throws -> MetricsReading {
        let metrics = AWSMetrics(scanning: scanning, kind: EC2Instance.kind) { targets, _, scope, _ in
            targets.flatMap { target in
                Self.plans.map { name, metric, statistic in
                    MetricPlan(
                        target: target, name: name, period: scope.period, source: "AWS/EC2 \(metric)",
                        queries: [.instance(target.identifier, metric, statistic, scope.period)])
                }
            }
        }
        return try await metrics.read(request, until: deadline)
    }

    private static let plans: [(MetricName, String, MetricQuery.Statistic)] = [
        (.cpuUtilization, "CPUUtilization", .average), (.networkIn, "NetworkIn", .sum),
        (.networkOut, "NetworkOut", .sum),
    ]
}

extension MetricQuery {
    static func instance(_ id: String, _ metric: String, _ statistic: Statistic, _ period: Int) -> MetricQuery {
        MetricQuery(
            namespace: "AWS/EC2", name: metric, dimensions: [Dimension("InstanceId", id)], statistic: statistic,
            period: period)
    }
}
