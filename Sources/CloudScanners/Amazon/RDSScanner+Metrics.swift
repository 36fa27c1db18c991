import AWS

extension RDSScanner: MetricsReader {
    func readMetrics(
        _ request: MetricsRequest, until deadline: ContinuousClock.Instant
    ) async throws -> MetricsReading {
        let metrics = AWSMetrics(scanning: scanning, kind: RDSInstance.kind) { targets, _, scope, _ in
            targets.flatMap { target in
                Self.plans.map { name, metric in
                    let query = MetricQuery(
                        namespace: "AWS/RDS", name: metric,
                        dimensions: [.init("DBInstanceIdentifier", target.identifier)], statistic: .average,
                        period: scope.period)
                    return MetricPlan(
                        target: target, name: name, period: scope.period, source: "AWS/RDS \(metric)",
                        queries: [query])
                }
            }
        }
        return try await metrics.read(request, until: deadline)
    }

    private static let plans: [(MetricName, String)] = [
        (.cpuUtilization, "CPUUtilization"), (.connections, "DatabaseConnections"),
        (.freeStorageBytes, "FreeStorageSpace"),
    ]
}
