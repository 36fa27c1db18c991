public import CloudScanners
public import Foundation

/// What a run asked of its resources' metrics, what came, and why not all. It never makes the run an error.
public struct MetricsReport: Sendable, Codable, Equatable {
    public enum Status: String, Sendable, Codable {
        /// All that the cloud has of the window.
        case ok
        case partial
        case denied, throttled
        case timedOut = "timed_out"
        case failed
        /// Nothing was asked for: no time was left, or the worker allows none.
        case skipped
    }

    public let status: Status
    /// The window, its end not in it.
    public let from: Date
    public let to: Date
    /// How many series the cloud could be asked for, and how many it was: it bills each.
    public let limit: Int
    public let queries: Int
    /// Requests sent to the cloud, retries included.
    public let calls: Int
    /// Those whose metrics were wanted.
    public let resources: Int
    /// How many series of the resources ended in each way: `complete`, `absent`, `denied`, …
    public let series: [String: Int]
    public let points: Int
    /// Why something is missing, sentences for the owner of the account, each once.
    public let reasons: [String]

    private static let mostReasons = 5

    public init(_ reading: MetricsReading, from: Date, to: Date, limit: Int) {
        let statuses = reading.series.map(\.status)
        self.init(
            status: Self.status(statuses), from: from, to: to, limit: limit, queries: reading.queries,
            calls: reading.calls, resources: Set(reading.series.map { [$0.regionName, $0.identifier] }).count,
            series: statuses.reduce(into: [:]) { $0[$1.rawValue, default: 0] += 1 },
            points: reading.series.reduce(0) { $0 + $1.points.count }, reasons: Self.reasons(reading.series))
    }

    /// Nothing could be read at all.
    public init(_ status: Status, from: Date, to: Date, limit: Int, resources: Int, reason: String) {
        self.init(
            status: status, from: from, to: to, limit: limit, queries: 0, calls: 0, resources: resources, series: [:],
            points: 0, reasons: [reason])
    }

    private init(
        status: Status, from: Date, to: Date, limit: Int, queries: Int, calls: Int, resources: Int,
        series: [String: Int], points: Int, reasons: [String]
    ) {
        self.status = status
        self.from = from
        self.to = to
        self.limit = limit
        self.queries = queries
        self.calls = calls
        self.resources = resources
        self.series = series
        self.points = points
        self.reasons = reasons
    }

    private static func status(_ all: [MetricSeries.Status]) -> Status {
        let wanted = all.filter { $0 != .absent }
        let missing = wanted.filter { $0 != .complete }
        guard let first = missing.first else { return .ok }
        guard missing.count == wanted.count, !missing.contains(.partial) else { return .partial }
        let worst: [MetricSeries.Status] = [.denied, .throttled, .timedOut, .failed, .skipped]
        return (worst.first(where: missing.contains) ?? first).reported
    }

    private static func reasons(_ series: [MetricSeries]) -> [String] {
        var reasons: [String] = []
        for one in series where ![.complete, .absent].contains(one.status) {
            guard let reason = one.reason, !reasons.contains(reason) else { continue }
            reasons.append(reason)
            if reasons.count == mostReasons { break }
        }
        return reasons
    }
}

extension MetricSeries.Status {
    fileprivate var reported: MetricsReport.Status {
        switch self {
        case .complete, .absent: .ok
        case .partial: .partial
        case .denied: .denied
        case .throttled: .throttled
        case .timedOut: .timedOut
        case .failed: .failed
        case .skipped: .skipped
        }
    }
}
