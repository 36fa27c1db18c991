import AWS
import Foundation

/// The window of a reading, as CloudWatch keeps its values.
struct MetricScope: Sendable {
    var from: Date
    var to: Date
    /// Seconds: CloudWatch keeps points of five minutes for 63 days, of an hour for 455.
    var period: Int
    /// What is measured once a day may be two days late.
    var dailyFrom: Date

    init(_ request: MetricsRequest, now: Date) {
        from = request.from
        to = request.to
        period = now.timeIntervalSince(request.from) > 63 * 86_400 ? 3600 : 300
        dailyFrom = min(request.from, request.to.addingTimeInterval(-2 * 86_400))
    }

    func from(_ period: Int) -> Date { period == 86_400 ? dailyFrom : from }
}
