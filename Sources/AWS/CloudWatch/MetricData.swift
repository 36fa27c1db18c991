import Foundation

/// What CloudWatch gave for one query.
public struct MetricData: Sendable, Equatable {
    public enum Status: Sendable, Equatable {
        /// All that there is within the window.
        case complete
        /// There is more that did not come.
        case partial
        /// AWS failed for this series.
        case failed
        case forbidden
        /// The call ended before this series was complete.
        case broken(AWSError)
    }

    public var status: Status
    /// By the begin of the period.
    public var points: [Date: Double]

    public init(status: Status, points: [Date: Double] = [:]) {
        self.status = status
        self.points = points
    }
}

/// A metric that exists, as ListMetrics reports it.
public struct ListedMetric: Sendable, Equatable {
    public var name: String
    public var dimensions: [MetricQuery.Dimension]

    public func value(_ dimension: String) -> String? {
        dimensions.first { $0.name == dimension }?.value
    }
}

/// A series in one page of GetMetricData.
struct MetricPart: Sendable {
    var index: Int
    var status: MetricData.Status
    var points: [Date: Double] = [:]

    /// From one `member` of `MetricDataResults`. Points that cannot be read are left out of a series that `failed`.
    init(_ item: XMLNode) throws(MalformedAnswer) {
        guard let id = item.value("Id"), id.hasPrefix("q"), let index = Int(id.dropFirst()), index >= 0 else {
            throw .missingField
        }
        self.index = index
        status =
            switch item.value("StatusCode") {
            case "Complete": .complete
            case "PartialData": .partial
            case "Forbidden": .forbidden
            default: .failed
            }
        let (times, values) = (item.items("Timestamps", "member"), item.items("Values", "member"))
        // A series with an odd point is no complete one; the others of the page are.
        if times.count != values.count { status = .failed }
        for (time, value) in zip(times, values) {
            if let timestamp = AWSTime.parse(time.text), let value = Double(value.text), value.isFinite {
                points[timestamp] = value
            } else {
                status = .failed
            }
        }
    }
}
