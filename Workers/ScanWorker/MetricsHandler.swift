import Flotilla
import Accounts
import CloudScanners
import Foundation
import Scans

/// Reads the metrics of what a run found, within bounds: however that ends, the run's outcome stays.
struct MetricsHandler: JobHandler {
    /// Whatever is not read by then is reported as timed out.
    private static let limit = Duration.seconds(20)
    /// How many seconds a job for networks waits for their instances' metrics.
    private static let patience = 60.0

    let scanners: ScannerFactory
    let accounts: AccountStore
    let scans: ScanStore

    func run(_ payload: ReadMetrics, in context: JobContext) async throws -> JobOutcome {
        let began = Date()
        guard let account = try await accounts.account(context.tenant),
            let requested = try await scans.requestedMetrics(of: payload.runID, for: context.id, tenant: context.tenant)
        else { return .succeeded(JobSuccess()) }
        if requested.wasCancelled { return .cancelled }
        if began.timeIntervalSince(context.createdAt) < Self.patience,
            try await scans.awaitsInstances(requested, tenant: context.tenant)
        {
            return .snoozed(until: began + 1, reason: "The metrics of the scan's instances are read first.")
        }
        let service = requested.service
        guard
            let reader = scanners.scanner(provider: service.provider.rawValue, service: service.rawValue)
                as? any MetricsReader
        else { return .discarded(.noScanner) }
        let request = MetricsRequest(
            access: .role(requested.roleARN, externalID: account.externalID.rawValue), targets: requested.targets,
            from: requested.report.from, to: requested.report.to, maximumQueries: requested.report.limit,
            known: try await scans.instanceTraffic(for: requested, tenant: context.tenant))
        var report: MetricsReport
        var series: [MetricSeries] = []
        do {
            let reading = try await reader.readMetrics(request, until: min(context.lastMoment, .now + Self.limit))
            series = reading.series
            report = requested.report.fulfilled(by: reading)
        } catch let error as ScanError where error.code == .cancelled {
            // The reason why the task was cancelled decides what becomes of the job.
            throw CancellationError()
        } catch let error as ScanError {
            report = requested.report.ended(error.code == .accountTimedOut ? .timedOut : .failed, error.sentence)
        }
        let receipt = MetricsResultWriter(
            requested, job: context.id, account: context.tenant, timestamp: began, report: report, series: series)
        return .succeeded(try JobSuccess(Summary(report), effects: try receipt.effects()))
    }
}

/// The job's result: what came of the reading.
private struct Summary: Encodable {
    let status: MetricsReport.Status
    let resources: Int
    let points: Int

    init(_ report: MetricsReport) {
        status = report.status
        resources = report.resources
        points = report.points
    }
}
