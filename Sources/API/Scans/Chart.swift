import Foundation
import HTTPServer
import Scans

/// Which chart a request asks for: a metric over a time, 7 days unless said, in steps.
struct Chart {
    private static let days = 7.0
    private static let mostSteps = 5000

    let metric: Metric
    let statistic: Metric.Statistic
    let from: Date
    let to: Date
    /// Seconds.
    let step: Int

    init(_ request: HTTPRequest, _ type: ResourceType) throws(Problem) {
        guard let metric = request.queryValue("name").flatMap(type.metrics.metric) else {
            let known = type.metrics.metrics.map(\.name).joined(separator: ", ")
            throw .badRequest("name should be a metric of \(type.name): one of \(known).")
        }
        self.metric = metric
        statistic = try request.choice("statistic") ?? metric.statistic
        let now = Date(timeIntervalSince1970: Date().timeIntervalSince1970.rounded(.up))
        to = try request.time("to") ?? now
        from = try request.time("from") ?? to.addingTimeInterval(-Self.days * 86_400)
        guard from < to else { throw .badRequest("from should be before to.") }
        if let text = request.queryValue("step") {
            guard let step = Int(text), (60...86_400).contains(step) else {
                throw .badRequest("step should be a number of seconds from 60 to 86400.")
            }
            self.step = step
        } else {
            // As many points as a chart shows, in whole minutes.
            step = min(86_400, max(5, Int(exactly: (to.timeIntervalSince(from) / 168 / 60).rounded(.down)) ?? 0) * 60)
        }
        if to.timeIntervalSince(from) / Double(step) > Double(Self.mostSteps) {
            throw .badRequest("These are more than \(Self.mostSteps) steps: take a longer step or a shorter time.")
        }
    }

    /// Every step is there; one without points is `null`, which is not 0.
    /// - Parameter reading: the latest one; nil when the metric was never read.
    func view(
        of resource: Resource, _ type: ResourceType, _ points: [MetricPoint], _ reading: MetricReadingEnd?
    ) -> JSONValue {
        var known: [Int: MetricPoint] = [:]
        for point in points {
            if let index = Int(exactly: (point.time.timeIntervalSince(from) / Double(step)).rounded()) {
                known[index] = point
            }
        }
        let count = Int(exactly: (to.timeIntervalSince(from) / Double(step)).rounded(.up)) ?? 0
        let steps = (0..<count).map { index -> JSONValue in
            let point = known[index]
            return .object([
                "time": .date(from.addingTimeInterval(Double(index * step))), "value": Self.number(point?.value),
                "minimum": Self.number(point?.minimum), "maximum": Self.number(point?.maximum),
                "samples": .integer(point?.samples ?? 0),
            ])
        }
        return .object([
            "resource": .object([
                "id": .uuid(resource.id), "type": .string(type.name), "region": .string(resource.region),
            ]),
            "name": .string(metric.name), "unit": .string(metric.unit), "statistic": .string(statistic.rawValue),
            "source": .text(reading?.source), "reading": reading.map(Self.end) ?? .null,
            "from": .date(from), "to": .date(to), "step": .integer(step), "points": .array(steps),
        ])
    }

    private static func end(_ reading: MetricReadingEnd) -> JSONValue {
        .object([
            "read_at": .date(reading.readAt), "status": .string(reading.status), "reason": .text(reading.reason),
            "from": .date(reading.from), "to": .date(reading.to), "period": .integer(reading.period),
        ])
    }

    private static func number(_ value: Double?) -> JSONValue {
        value.flatMap { JSONNumber($0) }.map { .number($0) } ?? .null
    }
}
