import CloudScanners
import Flotilla
import Foundation
import Scans

/// The metrics of what a run found: read after the scan, within bounds, and never a reason for the run to fail.
struct RunMetrics: Sendable {
    /// Whatever is not read by then is told as timed out.
    private static let limit = Duration.seconds(20)
    /// What one run may bring: a week of two hundred series, or a day of two thousand.
    private static let mostPoints = 600_000
    /// Points of an hour of a series.
    private static let pointsPerHour = 12

    var series: [MetricSeries] = []
    /// Nil when none were asked for.
    var report: MetricsReport?

    /// How large a bucket is: what the latest of its points says.
    func size(of bucket: S3Bucket) -> Known<Double> {
        guard report != nil else {
            return .unknown("The cloud tells sizes with its metrics, which were not asked for.")
        }
        let own = series.first {
            $0.name == .sizeBytes && $0.identifier == bucket.name && $0.regionName == bucket.regionName
        }
        if let bytes = own?.points.last?.value { return .value(bytes / Double(1 << 30)) }
        return .unknown(
            own?.reason ?? report?.reasons.first ?? "The cloud has measured no size of this bucket in the last days.")
    }
}

extension RunMetrics {
    /// - Parameters:
    ///   - hours: how far to look back; nil when no metrics were asked for.
    ///   - most: how many series the cloud may be asked for.
    init(
        _ findings: ScanFindings, by scanner: any CloudScanner, _ access: ScanRequest.Access, hours: Int?, most: Int,
        until deadline: ContinuousClock.Instant
    ) async throws {
        guard let hours, let reader = scanner as? any MetricsReader else { return }
        let to = Date()
        let from = to.addingTimeInterval(-Double(hours) * 3600)
        let limit = min(most, Self.mostPoints / (max(1, hours) * Self.pointsPerHour))
        let targets = findings.resources.compactMap { MetricTarget($0, since: from) }
        func none(_ status: MetricsReport.Status, _ reason: String) -> MetricsReport {
            MetricsReport(status, from: from, to: to, limit: limit, resources: targets.count, reason: reason)
        }
        guard limit > 0 else {
            report = none(.skipped, "Whoever runs this worker allows it to read no metrics.")
            return
        }
        guard .now < deadline else {
            report = none(.skipped, "The scan itself took all the time that there was.")
            return
        }
        let request = MetricsRequest(
            access: access, opened: findings.opened, targets: targets, from: from, to: to, maximumQueries: limit)
        do {
            let reading = try await reader.readMetrics(request, until: min(deadline, .now + Self.limit))
            series = reading.series
            report = MetricsReport(reading, from: from, to: to, limit: limit)
        } catch let error as ScanError where error.code == .cancelled {
            throw CancellationError()
        } catch let error as ScanError {
            report = none(error.code == .accountTimedOut ? .timedOut : .failed, error.sentence)
        }
    }
}
