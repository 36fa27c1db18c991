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
        statistic = try request.query(.choice("statistic")) ?? metric.statistic
        let now = Date(timeIntervalSince1970: Date().timeIntervalSince1970.rounded(.up))
        to = try request.query(.date("to")) ?? now
        from = try request.query(.date("from")) ?? to.addingTimeInterval(-Self.days * 86_400)
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
}
