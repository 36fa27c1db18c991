public import Foundation
public import Jobs
import Postgres

/// A scan to be accepted: its rows, and the job of each run.
public struct NewScan: Sendable {
    public struct Run: Sendable {
        public let id: UUID
        public let service: ScanService
        public let job: NewJob
    }

    public let id: UUID
    public let tenant: UUID
    public let userID: UUID
    public let provider: ScanProvider
    public let regions: [String]?
    public let roleARN: String
    /// How many hours of metrics to read; nil: none.
    public let metricsHours: Int?
    public let runs: [Run]

    /// - Parameter services: without repetitions.
    public init(
        tenant: UUID, userID: UUID, provider: ScanProvider, services: [ScanService], regions: [String]?,
        roleARN: String, metricsHours: Int? = nil, trace: TraceContext, minter: JobIDMinter
    ) throws {
        id = minter.mint().uuid
        self.tenant = tenant
        self.userID = userID
        self.provider = provider
        self.regions = regions
        self.roleARN = roleARN
        self.metricsHours = metricsHours
        runs = try services.map { service in
            let runID = minter.mint().uuid
            let payload = try ScanPayload(
                runID: runID, roleARN: roleARN, regions: regions, metricsHours: metricsHours
            ).encoded()
            let job = NewJob(
                id: minter.mint(), tenant: tenant, definition: service.definition, payload: payload,
                trace: trace)
            return Run(id: runID, service: service, job: job)
        }
    }

    var statements: [Query] {
        [
            """
            insert into flotilla.scans (id, account, user_id, provider, services, regions, role_arn, metrics_hours)
            values (\(id), \(tenant), \(userID), \(provider.rawValue), \(runs.map(\.service.rawValue)),
                \(regions as [String]?), \(roleARN), \(metricsHours.map { Int32(clamping: $0) }))
            on conflict (id) do nothing
            """,
            """
            insert into flotilla.scan_runs (id, scan_id, account, user_id, job_id, service_type)
            select id, \(id), \(tenant), \(userID), job_id, service
            from unnest(\(runs.map(\.id)), \(runs.map(\.job.id.uuid)), \(runs.map(\.service.rawValue)))
                as run(id, job_id, service)
            on conflict (id) do nothing
            """,
        ]
    }
}
