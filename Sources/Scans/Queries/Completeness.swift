public import Foundation
import Postgres

/// How far a list can be relied on: a list without entries says "none" only where it is complete.
public struct Completeness: Sendable {
    public struct Gap: Sendable, Equatable {
        /// Nil when the service as a whole could not be looked at.
        public let region: String?
        public let status: String
        /// What stopped the rest of a `partial` one.
        public let cause: String?
        /// Every resource is listed; only some of their attributes are not known.
        public let isWholeList: Bool
        public let reason: String?
        /// The cloud's own id of the account.
        public let cloudAccount: String?
    }

    public let service: ScanService
    /// The latest scan of the service, or the one that was asked for; nil when there was none.
    public let scan: UUID?
    public let scanStatus: ScanStatus?
    /// When the oldest of the regions that the list rests on was looked at.
    public let scannedAt: Date?
    public let gaps: [Gap]

    /// Every region that was looked at was read completely.
    public var isComplete: Bool { gaps.isEmpty }
}

extension ScanStore {
    /// Three statements: what was not read completely, the latest scan, and since when the rest is known.
    static func completeness(of service: ScanService, in scope: ResourceScope, _ tenant: UUID) -> [Query] {
        switch scope {
        case .scan(let id):
            let runs: Query = """
                flotilla.scan_runs run left join flotilla.jobs job on job.id = run.job_id
                where run.scan_id = \(id) and run.service_type = \(service.rawValue)
                """
            return [
                """
                select report.region, report.status, report.cause, coalesce(report.whole_list, false) as whole_list,
                    report.reason, run.cloud_account
                from flotilla.scan_runs run cross join lateral jsonb_to_recordset(run.regions)
                    as report(region text, status text, cause text, whole_list boolean, reason text)
                where run.scan_id = \(id) and run.service_type = \(service.rawValue) and report.status <> 'ok'
                order by report.region
                """,
                "select run.scan_id, \(runStatus), coalesce(run.error, job.error ->> 'message') as error from \(runs)",
                "select run.scan_timestamp as scanned_at, jsonb_array_length(run.regions) as regions from \(runs)",
            ]
        case .latest:
            let own: Query = "account = \(tenant) and service_type = \(service.rawValue)"
            return [
                """
                select nullif(region, \(ScanResultWriter.nowhere)) as region, status, cause,
                    coalesce(whole_list, false) as whole_list, reason, cloud_account
                from flotilla.scan_coverage where \(own) and status <> 'ok' order by cloud_account, region
                """,
                """
                select run.scan_id, \(runStatus), coalesce(run.error, job.error ->> 'message') as error
                from (select * from flotilla.scan_runs where \(own) order by id desc limit 1) run
                    left join flotilla.jobs job on job.id = run.job_id
                """,
                "select min(scanned_at) as scanned_at, count(*)::integer as regions from flotilla.scan_coverage where \(own)",
            ]
        }
    }

    private static var runStatus: Query {
        """
        case
            when run.status in ('success', 'error', 'cancelled') then run.status
            when job.status = 'cancelled' then 'cancelled'
            when job.status in ('running', 'retrying') then 'in_progress'
            when job.status in ('queued', 'scheduled') then 'queued'
            else 'error'
        end as status
        """
    }
}

extension Completeness {
    init(
        of service: ScanService, in scope: ScanStore.ResourceScope, gaps: Rows, latest: Rows, covered: Rows
    ) throws {
        self.service = service
        scan = try latest.first?.decode("scan_id", as: UUID.self)
        scanStatus = try latest.first.flatMap { ScanStatus(rawValue: try $0.decode("status", as: String.self)) }
        let regions = try covered.first?.decode("regions", as: Int32.self) ?? 0
        scannedAt = regions > 0 ? try covered.first?.decode("scanned_at", as: Date?.self) : nil
        var list = try gaps.map { row in
            Gap(
                region: try row.decode("region", as: String?.self), status: try row.decode("status", as: String.self),
                cause: try row.decode("cause", as: String?.self),
                isWholeList: try row.decode("whole_list", as: Bool.self),
                reason: try row.decode("reason", as: String?.self),
                cloudAccount: try row.decode("cloud_account", as: String?.self))
        }
        // Nothing was looked at: an empty list means that nothing is known, not that nothing exists.
        if list.isEmpty, regions == 0 {
            list.append(
                Gap(
                    region: nil, status: scanStatus?.rawValue ?? "never", cause: nil, isWholeList: false,
                    reason: try latest.first?.decode("error", as: String?.self)
                        ?? "No scan of \(service.rawValue) has looked at it yet.",
                    cloudAccount: nil))
        }
        self.gaps = list
    }
}

extension ScanStore {
    /// How far the latest looks at services can be relied on, in the order given.
    public func completeness(of services: [ScanService], tenant: UUID) async throws -> [Completeness] {
        let scope = ResourceScope.latest(.any)
        let answers = try await queries(
            services.flatMap { Self.completeness(of: $0, in: scope, tenant) }, of: tenant)
        return try services.enumerated().map { index, service in
            try Completeness(
                of: service, in: scope, gaps: answers[index * 3], latest: answers[index * 3 + 1],
                covered: answers[index * 3 + 2])
        }
    }
}
