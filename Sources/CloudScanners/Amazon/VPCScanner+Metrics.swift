import AWS

extension VPCScanner: MetricsReader {
    /// CloudWatch measures no network: its traffic is told as the sum of that of its instances. What a gateway or a
    /// load balancer moves is not in it.
    func readMetrics(
        _ request: MetricsRequest, until deadline: ContinuousClock.Instant
    ) async throws -> MetricsReading {
        let metrics = AWSMetrics(scanning: scanning, kind: VPC.kind) { targets, _, scope, _ in
            targets.flatMap { target in
                [(MetricName.trafficIn, "NetworkIn"), (.trafficOut, "NetworkOut")].map { name, metric in
                    let members = Set(target.members).sorted()
                    return MetricPlan(
                        target: target, name: name, period: scope.period,
                        source: "AWS/EC2 \(metric), sum of \(members.count) instances",
                        queries: members.map { .instance($0, metric, .sum, scope.period) },
                        absence: members.isEmpty
                            ? "The network has no instances whose traffic could be added up." : nil,
                        obstacle: target.obstacle)
                }
            }
        }
        return try await metrics.read(request, until: deadline)
    }
}
