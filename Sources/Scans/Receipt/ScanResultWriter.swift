public import CloudScanners
public import Foundation
public import Jobs
import Postgres
import Storage

/// What a run found, as effects that commit with its job's result.
public struct ScanResultWriter: Sendable {
    let runID: UUID
    let account: UUID
    let service: ScanService
    /// The cloud's own id of the account that was looked at.
    let cloudAccount: String
    let timestamp: Date
    /// Whether only some regions were asked for: what is in others is not gone then.
    private let isSelective: Bool

    /// - Parameters:
    ///   - roleARN: the role that was assumed; it names the cloud's account.
    ///   - regions: those that were asked for; nil for all.
    ///   - timestamp: when the run began to look.
    public init(
        runID: UUID, account: UUID, service: ScanService, roleARN: String, regions: [String]?, timestamp: Date
    ) {
        self.runID = runID
        self.account = account
        self.service = service
        let parts = roleARN.split(separator: ":", omittingEmptySubsequences: false)
        cloudAccount = parts.count > 4 ? String(parts[4]) : ""
        self.timestamp = timestamp
        isSelective = regions?.isEmpty == false
    }

    /// What was found is kept, also when some regions could not be read completely; what is absent from a complete
    /// region is closed; findings are opened and closed by what is known.
    /// - Parameters:
    ///   - error: what went wrong, for the person who asked for the scan; nil for a complete one.
    ///   - notice: what is not known although nothing went wrong, for the same person.
    ///   - records: of one of the service's types; of two with the same region and identifier the later one counts.
    ///   - report: what is wanted of their metrics; nil when they were not asked for.
    ///   - regions: every region that was looked at, complete or not.
    public func close<Record: ResourceRecord>(
        error: String?, notice: String? = nil, found records: [Record], report: MetricsReport? = nil,
        regions: [RegionOutcome]
    ) throws -> [any Effect] {
        var records = records
        if let report { for index in records.indices { records[index].markMetricsMissing(report) } }
        let found = ResourceUpsert(records, in: self)
        var effects: [Query] = [
            try conclusion(error: error, notice: notice, count: found.count, report: report, regions: regions)
        ]
        effects += found.statements
        let unplaced = records.filter { $0.region == RegionOutcome.unplaced }.map(\.identifier)
        effects.append(closing(Record.type, regions, except: unplaced))
        effects += coverage(regions)
        effects += FindingSweep(receipt: self).statements(after: Record.type)
        // What plans may charge for.
        effects.append("select flotilla.count_use(\(ScansDomain.name), 'scans', \([runID]))")
        return effects
    }

    /// The run could look at nothing: all that was known before stays as it was.
    public func fail(_ error: String) throws -> [any Effect] {
        let nowhere = RegionOutcome(
            service: service.rawValue, region: Self.nowhere, status: .failed, resources: 0, calls: 0, reason: error)
        return [try conclusion(error: error, notice: nil, count: 0, report: nil, regions: [])] + coverage([nowhere])
    }

    /// In `scan_coverage`, the region of a run that could look at nothing.
    static let nowhere = "*"

    private func conclusion(
        error: String?, notice: String?, count: Int, report: MetricsReport?, regions: [RegionOutcome]
    ) throws -> Query {
        let status = error == nil ? ScanStatus.success : .error
        let metrics = try report.map { try JSONText(encoding: $0) }
        return """
            update flotilla.scan_runs
            set status = \(status.rawValue), total_resources = \(Int32(clamping: count)),
                error = \(error as String?), notice = \(notice as String?),
                metrics = \(metrics as JSONText?), regions = \(try JSONText(encoding: regions)),
                scan_timestamp = \(timestamp), cloud_account = \(cloudAccount), finished_at = now()
            where id = \(runID)
            """
    }

    /// What is not on a whole list is gone. A run that ends after a younger one changes nothing that the younger one saw.
    /// - Parameter unplaced: what was found without its region, so wherever it was known to be.
    private func closing(_ type: ResourceType, _ regions: [RegionOutcome], except unplaced: [String]) -> Query {
        let whole = regions.filter(\.isWholeList).map(\.region)
        var place: Query = "region = any(\(whole))"
        if whole.contains(RegionOutcome.global), !isSelective {
            place = "not region = any(\(regions.filter { !$0.isWholeList }.map(\.region)))"
        }
        return """
            update flotilla.resources set closed_at = \(timestamp), closed_run = \(runID)
            where account = \(account) and type = \(type.name) and provider = \(service.provider.rawValue)
                and cloud_account = \(cloudAccount) and closed_at is null and latest_seen_at < \(timestamp)
                and \(place) and not identifier = any(\(unplaced))
            """
    }

    private func coverage(_ regions: [RegionOutcome]) -> [Query] {
        guard !regions.isEmpty else { return [] }
        // Region by region, each once: an upsert cannot meet a row twice.
        let reports = Dictionary(regions.map { ($0.region, $0) }) { $1 }.values.sorted { $0.region < $1.region }
        return [
            """
            delete from flotilla.scan_coverage
            where account = \(account) and service_type = \(service.rawValue)
                and provider = \(service.provider.rawValue) and cloud_account = \(cloudAccount)
                and region = \(Self.nowhere) and scanned_at <= \(timestamp)
            """,
            """
            insert into flotilla.scan_coverage as known (account, provider, service_type, cloud_account, region, scan_run_id,
                scanned_at, status, cause, whole_list, reason)
            select \(account), \(service.provider.rawValue), \(service.rawValue), \(cloudAccount), region, \(runID),
                \(timestamp), status, cause, whole_list, reason
            from unnest(\(reports.map(\.region)), \(reports.map(\.status.rawValue)),
                    \(reports.map(\.cause?.rawValue)), \(reports.map(\.isWholeList)), \(reports.map(\.reason)))
                as report(region, status, cause, whole_list, reason)
            on conflict (account, service_type, provider, cloud_account, region) do update
                set scan_run_id = excluded.scan_run_id, scanned_at = excluded.scanned_at, status = excluded.status,
                    cause = excluded.cause, whole_list = excluded.whole_list, reason = excluded.reason
                where known.scanned_at <= excluded.scanned_at
            """,
        ]
    }
}
