import CloudScanners

/// Where the points of a type's metrics are.
public struct MetricTable: Sendable {
    let name: String
    public let metrics: [Metric]

    init(_ name: String, _ metrics: [Metric]) {
        self.name = name
        self.metrics = metrics
    }

    public func metric(_ name: String) -> Metric? { metrics.first { $0.name == name } }

    func metric(_ reading: MetricName) -> Metric? { metrics.first { $0.reading == reading } }
}

/// One metric: a column of its table.
public struct Metric: Sendable, Hashable {
    /// How several points of a step become one.
    public enum Statistic: String, Sendable, CaseIterable {
        case average, sum, minimum, maximum

        var function: String {
            switch self {
            case .average: "avg"
            case .sum: "sum"
            case .minimum: "min"
            case .maximum: "max"
            }
        }
    }

    public let name: String
    /// What those who read it call it.
    let reading: MetricName
    public let unit: String
    public let statistic: Statistic

    init(_ name: String, _ reading: MetricName, unit: String, _ statistic: Statistic) {
        self.name = name
        self.reading = reading
        self.unit = unit
        self.statistic = statistic
    }
}
