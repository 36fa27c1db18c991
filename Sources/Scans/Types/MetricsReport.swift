public import CloudScanners
public import Foundation
import Jobs

/// What a run asked of its resources' metrics, what came, and why not all. It never makes the run an error.
public struct MetricsReport: Sendable, Codable, Equatable {
    public enum Status: String, Sendable, Codable {
        /// The job that reads them has not ended.
        case pending
        /// All that the cloud has of the window.
        case ok
        case partial
        case denied, throttled
        case timedOut = "timed_out"
        case failed
        /// The job that was to read them was cancelled.
        case cancelled
        /// Nothing was asked for: the worker allows none.
        case skipped
    }

    public let status: Status
    /// The job that reads them; nil when there is nothing to read, and in rows of earlier versions.
    public let job: UUID?
    /// The window, its end not in it.
    public let from: Date
    public let to: Date
    /// How many series the cloud may be asked for, and how many it was: it bills each.
    public let limit: Int
    public private(set) var queries = 0
    /// Requests sent to the cloud, retries included.
    public private(set) var calls = 0
    /// Those whose metrics were wanted.
    public let resources: Int
    /// How many series of the resources ended in each way: `complete`, `absent`, `denied`, …
    public private(set) var series: [String: Int] = [:]
    public private(set) var points = 0
    /// Why something is missing, sentences for the owner of the account, each once.
    public let reasons: [String]

    private static let mostReasons = 5
    /// Seconds that a point stands for in what is younger than 63 days.
    static let period: Int32 = 300

    /// Before anything is read, or when nothing will be.
    public init(
        _ status: Status, job: UUID? = nil, from: Date, to: Date, limit: Int, resources: Int, reasons: [String] = []
    ) {
        self.status = status
        self.job = job
        self.from = from
        self.to = to
        self.limit = limit
        self.resources = resources
        self.reasons = reasons
    }

    /// This report, when nothing could be read at all.
    public func ended(_ status: Status, _ reason: String) -> MetricsReport {
        MetricsReport(
            status, job: job, from: from, to: to, limit: limit, resources: resources, reasons: [reason])
    }

    /// This report over the other's window, when the two are less than a period of the metrics apart.
    func aligned(with other: MetricsReport) -> MetricsReport {
        let period = Double(Self.period)
        guard abs(from.timeIntervalSince(other.from)) < period, abs(to.timeIntervalSince(other.to)) < period else {
            return self
        }
        return MetricsReport(
            status, job: job, from: other.from, to: other.to, limit: limit, resources: resources, reasons: reasons)
    }

    /// This report, with what was read.
    public func fulfilled(by reading: MetricsReading) -> MetricsReport {
        let statuses = reading.series.map(\.status)
        var report = MetricsReport(
            Self.status(statuses), job: job, from: from, to: to, limit: limit,
            resources: Set(reading.series.map { [$0.regionName, $0.identifier] }).count,
            reasons: Self.reasons(reading.series))
        report.queries = reading.queries
        report.calls = reading.calls
        report.series = statuses.reduce(into: [:]) { $0[$1.rawValue, default: 0] += 1 }
        report.points = reading.series.reduce(0) { $0 + $1.points.count }
        return report
    }

    /// The report as of now: a job that died, gave up, was cancelled or was deleted has not written its result here.
    /// - Parameters:
    ///   - status: of its job; nil when that is not kept any more.
    ///   - error: the job's, for people.
    func now(_ status: JobStatus?, _ error: String?) -> MetricsReport {
        guard self.status == .pending else { return self }
        switch status {
        case .scheduled, .queued, .running, .retrying: return self
        case .cancelled: return ended(.cancelled, "Reading the metrics was cancelled.")
        case .failed: return ended(.failed, error ?? "The job that was to read the metrics failed.")
        case .succeeded, nil: return ended(.failed, "The job that was to read the metrics is not kept any more.")
        }
    }

    /// Why the size of a bucket is not known, in words that stay true in its row whatever becomes of the reading.
    var sizeAbsence: String {
        guard status == .pending else {
            return reasons.first ?? "The cloud has measured no size of this bucket in the last days."
        }
        return "The cloud gives sizes with its metrics, which were still being read when this was written: metrics of "
            + "the run says what became of them."
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
