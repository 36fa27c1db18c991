import Assembly
import Foundation
import HTTPServer
import Jobs
import Storage

/// What happened, by time.
struct ActivityView: Encodable, Sendable {
    struct Series: Encodable, Sendable {
        let name: String
        let points: [Point]
    }

    struct Point: Encodable, Sendable {
        let at: Date
        let enqueued: Int
        let started: Int
        let succeeded: Int
        let retried: Int
        let failed: Int
        let cancelled: Int
        /// nil where they were not read.
        let wait: Quantiles?
        let run: Quantiles?

        init(_ row: ActivityRow, hasDurations: Bool) {
            at = row.at
            enqueued = row.count.enqueued
            started = row.count.started
            succeeded = row.count.succeeded
            retried = row.count.retried
            failed = row.count.failed
            cancelled = row.count.cancelled
            wait = hasDurations ? Quantiles(row.count.wait) : nil
            run = hasDurations ? Quantiles(row.count.run) : nil
        }
    }

    let from: Date
    let to: Date
    /// In seconds.
    let step: Int
    let by: String?
    let series: [Series]

    /// - Parameter rows: in the order of names and times.
    init(_ query: ActivityQuery, _ rows: [ActivityRow]) {
        from = query.from
        to = query.to
        step = query.step
        by = query.grouping?.rawValue
        var series: [(name: String, points: [Point])] = []
        for row in rows {
            let name = row.name ?? "all"
            if series.last?.name != name { series.append((name, [])) }
            series[series.count - 1].points.append(Point(row, hasDurations: query.hasDurations))
        }
        self.series = series.map { Series(name: $0.name, points: $0.points) }
    }
}
