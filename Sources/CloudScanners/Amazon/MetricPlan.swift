import AWS

/// One series that is wanted: what CloudWatch is asked for, whose answers are added up.
struct MetricPlan: Sendable {
    var target: MetricTarget
    var name: MetricName
    var period: Int
    var source: String
    var queries: [MetricQuery]
    /// Why there is nothing to ask for.
    var absence: String?
    /// Why what there is to ask for is not known.
    var failure: AWSError?

    func series(
        _ kind: String, _ status: MetricSeries.Status, _ reason: String?, _ points: [MetricSeries.Point] = []
    ) -> MetricSeries {
        MetricSeries(
            kind: kind, identifier: target.identifier, regionName: target.regionName, name: name, period: period,
            source: source, status: status, points: points, reason: reason)
    }

    /// The answers to `queries` as one series.
    func series(_ kind: String, _ answers: [MetricData]) -> MetricSeries {
        let sums = answers.reduce(into: [:]) { $0.merge($1.points, uniquingKeysWith: +) }
        let points = sums.map { MetricSeries.Point(timestamp: $0.key, value: $0.value) }
            .sorted { $0.timestamp < $1.timestamp }
        let bad = answers.filter { $0.status != .complete }
        guard let first = bad.first else { return series(kind, .complete, nil, points) }
        let isSome = !points.isEmpty || bad.count < answers.count || first.status == .partial
        return series(kind, isSome ? .partial : Self.status(first.status), Self.reason(first.status), points)
    }

    static func status(_ status: MetricData.Status) -> MetricSeries.Status {
        switch status {
        case .complete: .complete
        case .partial: .partial
        case .forbidden: .denied
        case .failed: .failed
        case .broken(let error):
            switch error.kind {
            case .accessDenied: .denied
            case .throttled: .throttled
            case .timedOut: .timedOut
            default: .failed
            }
        }
    }

    private static func reason(_ status: MetricData.Status) -> String? {
        switch status {
        case .complete: nil
        case .partial: "CloudWatch gave a part of the values only."
        case .forbidden: "CloudWatch does not let the role read this metric."
        case .failed: "CloudWatch failed to give this metric. Try again later."
        case .broken(let error): error.sentence
        }
    }
}
