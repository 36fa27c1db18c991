import CloudScanners
import Foundation
import Jobs

@testable import Scans

extension ScansDatabase {
    /// A job that is to read the metrics of a run.
    func reading(of run: NewScan.Run) throws -> NewJob {
        NewJob(
            id: minter.mint(), tenant: run.job.tenant, definition: ReadMetrics.definition,
            payload: try ReadMetrics(runID: run.id).encoded())
    }

    /// Settles a reading like a worker does it.
    /// - Parameter meanwhile: what happens between its begin and its end.
    /// - Returns: whether anybody waited for it.
    @discardableResult
    func read(
        _ job: NewJob, _ series: [MetricSeries], of run: NewScan.Run, at time: Date = Date(),
        meanwhile: () async throws -> Void = {}
    ) async throws -> Bool {
        guard let requested = try await scans.requestedMetrics(of: run.id, for: job.id, tenant: job.tenant) else {
            return false
        }
        try await meanwhile()
        let receipt = MetricsResultWriter(
            requested, job: job.id, account: job.tenant, timestamp: time,
            report: Make.report(series, of: requested.report),
            series: series)
        try await settle(job, error: nil, try receipt.effects())
        return true
    }

    func metrics(of scan: NewScan) async throws -> MetricsReport? {
        try await scans.scan(scan.id, of: scan.tenant)?.runs.first?.metrics
    }

    /// How many points and readings there are.
    func measurements() async throws -> [Int] {
        [
            try await count("select count(*) from ec2_performance"),
            try await count("select count(*) from metric_readings"),
        ]
    }
}
