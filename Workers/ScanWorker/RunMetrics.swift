import Flotilla
import Foundation
import Scans

/// The metrics that a scan requests for what it found. Callers that wait for an inventory do not wait for them: another job
/// reads them.
struct RunMetrics {
    /// What one run may bring: a week of two hundred series, or a day of two thousand.
    private static let mostPoints = 600_000
    /// Points of an hour of a series.
    private static let pointsPerHour = 12

    /// Nil when none were asked for.
    let report: MetricsReport?
    let followUps: [NewJob]

    /// - Parameter most: how many series the cloud may be asked for.
    init(
        of records: [some ResourceRecord], _ payload: ScanPayload, most: Int, in context: JobContext
    ) throws {
        guard let hours = payload.metricsHours else {
            report = nil
            followUps = []
            return
        }
        let to = Date()
        let from = to.addingTimeInterval(-Double(hours) * 3600)
        let limit = min(most, Self.mostPoints / (max(1, hours) * Self.pointsPerHour))
        let count = records.count { $0.measurability.isGiven(since: from) }
        func requested(_ status: MetricsReport.Status, job: UUID? = nil, _ reasons: [String] = []) -> MetricsReport {
            MetricsReport(status, job: job, from: from, to: to, limit: limit, resources: count, reasons: reasons)
        }
        if limit == 0 {
            report = requested(.skipped, ["This worker reads no metrics: its FLOTILLA_SCAN_METRICS_LIMIT is 0."])
            followUps = []
        } else if count == 0 {
            report = requested(.ok)
            followUps = []
        } else {
            // Inventories, which callers wait for, go first.
            let options = JobOptions(priority: NewJob.defaultPriority + 1)
            let job = try context.followUp(ReadMetrics(runID: payload.runID), options)
            report = requested(.pending, job: job.id.uuid)
            followUps = [job]
        }
    }
}
