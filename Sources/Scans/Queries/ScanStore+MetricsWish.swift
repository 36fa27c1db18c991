public import CloudScanners
public import Foundation
public import Jobs
import Postgres
import Storage

/// What a run wants to have read.
public struct RequestedMetrics: Sendable {
    public let runID: UUID
    let scanID: UUID
    public let service: ScanService
    public let roleARN: String
    /// The limit is the one that the run set, and so is the window, unless the run of the scan's instances set the same
    /// one a moment earlier or later: networks are then read over that, for which their instances' traffic is known.
    public let report: MetricsReport
    /// What of the run's rows can have been measured.
    public let targets: [MetricTarget]
    /// Whether the scan was cancelled while it was ending.
    public let wasCancelled: Bool
    let cloudAccount: String
    let runTimestamp: Date
}

extension ScanStore {
    /// Nil when the job is not needed any more: the run is gone, or its metrics are another job's.
    public func requestedMetrics(of run: UUID, for job: JobID, tenant: UUID) async throws -> RequestedMetrics? {
        let rows = try await query(
            """
            select run.scan_id, run.service_type, run.scan_timestamp, run.cloud_account, run.metrics, scans.role_arn,
                scanning.cancel_requested_at is not null as cancelled,
                (select instances.metrics from flotilla.scan_runs instances
                    where instances.scan_id = run.scan_id and run.service_type = \(ScanService.vpc.rawValue)
                        and instances.service_type = \(ScanService.ec2.rawValue)) as instances
            from flotilla.scan_runs run join flotilla.scans on scans.id = run.scan_id left join flotilla.jobs scanning on scanning.id = run.job_id
            where run.id = \(run) and (run.metrics ->> 'job')::uuid = \(job.uuid)
                and run.metrics ->> 'status' = \(MetricsReport.Status.pending.rawValue)
            """, of: tenant)
        guard let row = rows.first,
            let service = ScanService(rawValue: try row.decode("service_type", as: String.self))
        else { return nil }
        var report: MetricsReport = try row.decode("metrics", as: JSONText.self).decoded()
        if let instances: MetricsReport = try row.decode("instances", as: JSONText?.self)?.decoded() {
            report = report.aligned(with: instances)
        }
        let time = try row.decode("scan_timestamp", as: Date.self)
        return RequestedMetrics(
            runID: run, scanID: try row.decode("scan_id", as: UUID.self), service: service,
            roleARN: try row.decode("role_arn", as: String.self), report: report,
            targets: try await targets(of: run, service, at: time, since: report.from, tenant),
            wasCancelled: try row.decode("cancelled", as: Bool.self),
            cloudAccount: try row.decode("cloud_account", as: String.self), runTimestamp: time)
    }

    private func targets(
        of run: UUID, _ service: ScanService, at time: Date, since: Date, _ tenant: UUID
    ) async throws -> [MetricTarget] {
        let lists = try await queries(
            service.resourceTypes.map { type in
                """
                select region, \(unescaped: type.identity) as identifier,
                    \(unescaped: type.life?.state ?? "null::text") as state,
                    \(unescaped: type.life?.stoppedAt ?? "null::timestamptz") as stopped_at
                from \(unescaped: type.table) where scan_run_id = \(run) and scan_timestamp = \(time)
                order by region, identifier
                """
            }, of: tenant)
        return try lists.joined().compactMap { row in
            let region = try row.decode("region", as: String.self)
            let measurability = Measurability(
                region: region, state: try row.decode("state", as: String?.self),
                stoppedAt: try row.decode("stopped_at", as: Date?.self))
            guard measurability.isGiven(since: since) else { return nil }
            return MetricTarget(identifier: try row.decode("identifier", as: String.self), regionName: region)
        }
    }
}
