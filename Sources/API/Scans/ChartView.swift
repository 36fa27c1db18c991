import Foundation
import HTTPServer
import Scans

/// A metric of a resource over a time. Every step is there; one without points is `null`, which is not 0.
struct ChartView: Encodable, Sendable {
    let resource: Place
    let name: String
    let unit: String
    let statistic: String
    let source: String?
    let reading: Reading?
    let from: Date
    let to: Date
    /// Seconds.
    let step: Int
    let points: [Step]

    struct Place: Encodable, Sendable {
        let id: UUID
        let type: String
        let region: String
    }

    /// The latest one, and whether it got everything.
    struct Reading: Encodable, Sendable {
        let readAt: Date
        let status: String
        let reason: String?
        let from: Date
        let to: Date
        let period: Int
    }

    struct Step: Encodable, Sendable {
        let time: Date
        let value: Double?
        let minimum: Double?
        let maximum: Double?
        let samples: Int
    }

    /// - Parameter reading: the latest one; nil when the metric was never read.
    init(
        _ chart: Chart, of resource: Resource, _ type: ResourceType, _ points: [MetricPoint],
        _ reading: MetricReadingEnd?
    ) {
        self.resource = Place(id: resource.id, type: type.name, region: resource.region)
        name = chart.metric.name
        unit = chart.metric.unit
        statistic = chart.statistic.rawValue
        source = reading?.source
        self.reading = reading.map { end in
            Reading(
                readAt: end.readAt, status: end.status, reason: end.reason, from: end.from, to: end.to,
                period: end.period)
        }
        from = chart.from
        to = chart.to
        step = chart.step
        let length = Double(chart.step)
        var known: [Int: MetricPoint] = [:]
        for point in points {
            if let index = Int(exactly: (point.time.timeIntervalSince(chart.from) / length).rounded()) {
                known[index] = point
            }
        }
        let count = Int(exactly: (chart.to.timeIntervalSince(chart.from) / length).rounded(.up)) ?? 0
        self.points = (0..<count).map { index in
            let point = known[index]
            return Step(
                time: chart.from.addingTimeInterval(Double(index) * length), value: point?.value,
                minimum: point?.minimum, maximum: point?.maximum, samples: point?.samples ?? 0)
        }
    }
}
