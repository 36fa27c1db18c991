import AWS

extension VPCScanner: MetricsReader {
    /// CloudWatch measures no network: its traffic is reported as the sum of that of the instances that are in it now.
    /// What a gateway or a load balancer moves is not in it.
    func readMetrics(
        _ request: MetricsRequest, until deadline: ContinuousClock.Instant
    ) async throws -> MetricsReading {
        let ec2 = EC2(client: scanning.client, pageSize: scanning.pageSize)
        let known = request.known.flatMap { series in
            Self.sums.filter { $0.part == series.name }.map { sum in
                (
                    MetricQuery.instance(series.identifier, sum.metric, .sum, series.period),
                    MetricData(
                        status: .complete,
                        points: Dictionary(series.points.map { ($0.timestamp, $0.value) }) { first, _ in first })
                )
            }
        }
        let metrics = AWSMetrics(
            scanning: scanning, kind: VPC.kind, known: Dictionary(known) { first, _ in first }
        ) { targets, region, scope, context in
            let instances = await ec2.describeInstances(in: region, context)
            return targets.flatMap { target in
                Self.sums.map { name, _, metric in
                    let members = Self.members(of: target, instances)
                    return MetricPlan(
                        target: target, name: name, period: scope.period,
                        source: "AWS/EC2 \(metric), sum of \(members.count) instances",
                        queries: members.map { .instance($0, metric, .sum, scope.period) },
                        absence: members.isEmpty
                            ? "The network has no instances whose traffic could be added up." : nil,
                        failure: instances.failure ?? instances.gap)
                }
            }
        }
        return try await metrics.read(request, until: deadline)
    }

    private static let sums: [(name: MetricName, part: MetricName, metric: String)] = [
        (.trafficIn, .networkIn, "NetworkIn"), (.trafficOut, .networkOut, "NetworkOut"),
    ]

    /// A list that breaks off or has an odd item gives no sum.
    private static func members(of target: MetricTarget, _ instances: Listing<EC2Instance>) -> [String] {
        guard instances.failure == nil, instances.gap == nil else { return [] }
        let own = instances.elements.filter { $0.vpcID == target.identifier && $0.state != "terminated" }
        return Set(own.map(\.instanceID)).sorted()
    }
}
