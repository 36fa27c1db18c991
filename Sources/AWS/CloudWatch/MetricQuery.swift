/// One series that CloudWatch is asked for. AWS bills each to the owner of the account.
public struct MetricQuery: Sendable, Hashable {
    public enum Statistic: String, Sendable {
        case average = "Average"
        case sum = "Sum"
    }

    public struct Dimension: Sendable, Hashable {
        public var name: String
        public var value: String

        public init(_ name: String, _ value: String) {
            self.name = name
            self.value = value
        }
    }

    /// Such as `AWS/EC2`.
    public var namespace: String
    /// Such as `CPUUtilization`.
    public var name: String
    public var dimensions: [Dimension]
    public var statistic: Statistic
    /// Seconds, a multiple of 60.
    public var period: Int

    public init(
        namespace: String, name: String, dimensions: [Dimension], statistic: Statistic, period: Int
    ) {
        self.namespace = namespace
        self.name = name
        self.dimensions = dimensions
        self.statistic = statistic
        self.period = period
    }

    /// - Parameter index: its place in the call, from 0.
    func parameters(_ index: Int) -> [(name: String, value: String)] {
        let prefix = "MetricDataQueries.member.\(index + 1)"
        let metric = "\(prefix).MetricStat.Metric"
        var fields = [
            ("\(prefix).Id", "q\(index)"), ("\(metric).Namespace", namespace), ("\(metric).MetricName", name),
            ("\(prefix).MetricStat.Period", "\(period)"), ("\(prefix).MetricStat.Stat", statistic.rawValue),
        ]
        for (number, dimension) in dimensions.enumerated() {
            fields.append(("\(metric).Dimensions.member.\(number + 1).Name", dimension.name))
            fields.append(("\(metric).Dimensions.member.\(number + 1).Value", dimension.value))
        }
        return fields.map { (name: $0.0, value: $0.1) }
    }
}
