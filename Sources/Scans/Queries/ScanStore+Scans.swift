import CloudScanners
public import Foundation
import Jobs
import Postgres
import Storage

extension ScanStore {
    public func scan(_ id: UUID, of tenant: UUID) async throws -> Scan? {
        try await scans(of: tenant, where: "scans.id = \(id)").first
    }

    /// Newest first.
    public func scans(of tenant: UUID, before cursor: UUID?, limit: Int) async throws -> ScanPage {
        var condition = ListBound.only("account", tenant)
        if let cursor { condition = "\(condition) and id < \(cursor)" }
        let listed = try await query(
            ListBound.page(
                of: """
                    select id, (
                        select coalesce(sum(octet_length(regions::text) + coalesce(octet_length(metrics::text), 0)), 0)
                        from flotilla.scan_runs where scan_id = scans.id
                    ) as bytes
                    from flotilla.scans where \(condition) order by id desc
                    """, size: "bytes", order: "id desc", limit: limit),
            of: tenant)
        let ids = try listed.map { try $0.decode("id", as: UUID.self) }
        let scans = try await scans(of: tenant, where: "scans.id = any(\(ids))")
        return ScanPage(scans: scans, next: try ListBound.hasNext(listed) ? ids.last : nil)
    }

    /// A run that has not ended takes its state from its job, and so do metrics that are not read yet: the state is not
    /// stored twice, so it cannot be out of date. The job of metrics that were read is not looked up.
    private func scans(of tenant: UUID, where condition: Query) async throws -> [Scan] {
        let rows = try await query(
            """
            select scans.id, scans.provider, scans.services, scans.regions, scans.metrics_hours, scans.created_at,
                run.id as run_id, run.service_type, run.job_id, run.scan_timestamp, run.total_resources,
                run.cloud_account, run.notice, run.metrics, run.regions as run_regions,
                run.finished_at as run_finished_at, job.started_at, job.finished_at, job.checkpoint,
                reading.status::text as reading_status, reading.error ->> 'message' as reading_error,
                flotilla.scan_run_status(run.status, job.status) as run_status,
                coalesce(run.error, job.error ->> 'message',
                    case when job.id is null then 'The job of this run is not kept any more.' end) as run_error
            from flotilla.scans join flotilla.scan_runs run on run.scan_id = scans.id
                left join lateral (select * from flotilla.jobs where id = run.job_id limit 1) job on true
                left join lateral (
                    select * from flotilla.jobs where id =
                        case when run.metrics ->> 'status' = \(MetricsReport.Status.pending.rawValue)
                            then (run.metrics ->> 'job')::uuid end
                    limit 1
                ) reading on true
            where \(condition)
            order by scans.id desc, run.id
            """, of: tenant)
        var scans: [Scan] = []
        var runs: [ScanRun] = []
        for (index, row) in rows.enumerated() {
            runs.append(try ScanRun(row: row))
            let id = try row.decode("id", as: UUID.self)
            if index + 1 < rows.count, try rows[index + 1].decode("id", as: UUID.self) == id { continue }
            scans.append(try Scan(row: row, runs: runs))
            runs = []
        }
        return scans
    }
}

/// A page of a list of scans.
public struct ScanPage: Sendable {
    public let scans: [Scan]
    /// Where the next page begins; nil when there is none. A page that holds less than was asked for may have one.
    public let next: UUID?
}

extension Scan {
    fileprivate init(row: Row, runs: [ScanRun]) throws {
        self.init(
            id: try row.decode("id", as: UUID.self), provider: try row.decode("provider", as: String.self),
            services: try row.decode("services", as: [String].self),
            regions: try row.decode("regions", as: [String]?.self),
            metricsHours: try row.decode("metrics_hours", as: Int32?.self).map { Int($0) },
            createdAt: try row.decode("created_at", as: Date.self), runs: runs)
    }
}

extension ScanRun {
    fileprivate init(row: Row) throws {
        guard let status = ScanStatus(rawValue: try row.decode("run_status", as: String.self)) else {
            throw UnknownScanStatus()
        }
        let service = try row.decode("service_type", as: String.self)
        var regions: [RegionOutcome] = try row.decode("run_regions", as: JSONText.self).decoded()
        for index in regions.indices { regions[index].service = service }
        // Another version may save something else there; the progress is then not known.
        let progress = try row.decode("checkpoint", as: JSONText?.self).flatMap {
            try? $0.decoded(as: ScanProgress.self)
        }
        // What another version wrote there is not worth a scan that cannot be shown.
        let metrics = try row.decode("metrics", as: JSONText?.self).flatMap { try? $0.decoded(as: MetricsReport.self) }
        self.init(
            id: try row.decode("run_id", as: UUID.self), service: service,
            jobID: JobID(try row.decode("job_id", as: UUID.self)), status: status,
            cloudAccount: try row.decode("cloud_account", as: String?.self),
            scanTimestamp: try row.decode("scan_timestamp", as: Date.self),
            totalResources: Int(try row.decode("total_resources", as: Int32.self)),
            error: status.isOpen ? nil : try row.decode("run_error", as: String?.self),
            notice: try row.decode("notice", as: String?.self),
            metrics: try metrics?.now(
                row.decode("reading_status", as: JobStatus?.self), row.decode("reading_error", as: String?.self)),
            regions: status.isOpen ? progress?.regions ?? [] : regions,
            regionsInAll: status.isOpen ? progress?.total : regions.count,
            startedAt: try row.decode("started_at", as: Date?.self),
            finishedAt: status.isOpen
                ? nil
                : try row.decode("run_finished_at", as: Date?.self) ?? row.decode("finished_at", as: Date?.self))
    }
}

/// A run's row has a status that this version does not know.
struct UnknownScanStatus: Error {}
