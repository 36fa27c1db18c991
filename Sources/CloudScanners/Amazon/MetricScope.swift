import AWS
import Foundation

/// The window of a reading, as CloudWatch keeps its values. CloudWatch counts periods from where a window begins: it
/// begins and ends where whole periods do, or a second reading would give other points of the same time.
struct MetricScope: Sendable {
    var from: Date
    var to: Date
    /// Seconds: CloudWatch keeps points of five minutes for 63 days, of an hour for 455.
    var period: Int
    /// What is measured once a day may be two days late.
    var dailyFrom: Date

    init(_ request: MetricsRequest, now: Date) {
        period = now.timeIntervalSince(request.from) > 63 * 86_400 ? 3600 : 300
        from = Self.begin(of: period, request.from)
        to = Self.begin(of: period, request.to)
        dailyFrom = Self.begin(of: 86_400, min(request.from, request.to.addingTimeInterval(-2 * 86_400)))
    }

    private static func begin(of period: Int, _ date: Date) -> Date {
        let period = Double(period)
        return Date(timeIntervalSince1970: (date.timeIntervalSince1970 / period).rounded(.down) * period)
    }

    func from(_ period: Int) -> Date { period == 86_400 ? dailyFrom : from }
}
