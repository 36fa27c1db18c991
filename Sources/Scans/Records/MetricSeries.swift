public import Foundation

/// Points of one metric of one resource, as a run read them.
public struct MetricSeries: Sendable {
    public struct Point: Sendable {
        public let time: Date
        public let value: Double

        public init(_ time: Date, _ value: Double) {
            self.time = time
            self.value = value
        }
    }

    /// Where the resource is and what it is called, as in its record.
    public let region: String
    public let identifier: String
    /// The name of one of the type's metrics, such as `cpu_utilization`.
    public let name: String
    public let points: [Point]

    public init(region: String, identifier: String, name: String, points: [Point]) {
        self.region = region
        self.identifier = identifier
        self.name = name
        self.points = points
    }
}
