public import Foundation
public import Jobs
import Postgres
import Storage

/// What a run found, as effects that commit with its job's result.
public struct ScanReceipt: Sendable {
    let runID: UUID
    let account: UUID
    let service: ScanService
    /// The cloud's own id of the account that was looked at.
    let cloudAccount: String
    let timestamp: Date

    /// - Parameters:
    ///   - roleARN: the role that was assumed; it names the cloud's account.
    ///   - timestamp: when the run began to look.
    public init(runID: UUID, account: UUID, service: ScanService, roleARN: String, timestamp: Date) {
        self.runID = runID
        self.account = account
        self.service = service
        let parts = roleARN.split(separator: ":", omittingEmptySubsequences: false)
        cloudAccount = parts.count > 4 ? String(parts[4]) : ""
        self.timestamp = timestamp
    }

    /// What was found is kept, also when some regions could not be read completely; what is absent from a complete
    /// region is closed; findings are opened and closed by what is known.
    /// - Parameters:
    ///   - error: what went wrong, for the person who asked for the scan; nil for a complete one.
    ///   - records: of one of the service's types; of two with the same region and identifier the later one counts.
    ///   - regions: every region that was looked at, complete or not.
    public func close<Record: ResourceRecord>(
        error: String?, found records: [Record], metrics: [MetricSeries] = [], regions: [RegionReport]
    ) throws -> [any Effect] {
        let found = Sighting(records, in: self)
        var effects: [Query] = [try conclusion(error: error, count: found.count, regions: regions)]
        effects += found.statements
        effects.append(closing(Record.type, regions))
        effects += coverage(regions)
        if let points = MetricPoints(metrics, of: Record.type) { effects.append(points.insertion(by: self)) }
        effects += FindingSweep(receipt: self).statements(after: Record.type)
        return effects
    }

    /// The run could look at nothing: all that was known before stays as it was.
    public func fail(_ error: String) throws -> [any Effect] {
        let nowhere = RegionReport(region: Self.nowhere, status: .failed, resources: 0, calls: 0, reason: error)
        return [try conclusion(error: error, count: 0, regions: [])] + coverage([nowhere])
    }

    /// In `scan_coverage`, the region of a run that could look at nothing.
    static let nowhere = "*"

    private func conclusion(error: String?, count: Int, regions: [RegionReport]) throws -> Query {
        let status = error == nil ? ScanStatus.success : .error
        return """
            update scan_runs
            set status = \(status.rawValue), total_resources = \(Int32(clamping: count)),
                error = \(error as String?), regions = \(try JSONText(encoding: regions)),
                scan_timestamp = \(timestamp), cloud_account = \(cloudAccount), finished_at = now()
            where id = \(runID)
            """
    }

    /// A run that ends after a younger one changes nothing that the younger one saw.
    private func closing(_ type: ResourceType, _ regions: [RegionReport]) -> Query {
        let complete = regions.filter { $0.status == .ok }.map(\.region)
        let incomplete = regions.filter { $0.status != .ok }.map(\.region)
        var place: Query = "region = any(\(complete))"
        if complete.contains(RegionReport.global) { place = "not region = any(\(incomplete))" }
        return """
            update resources set closed_at = \(timestamp), closed_run = \(runID)
            where account = \(account) and type = \(type.name) and provider = \(service.provider.rawValue)
                and cloud_account = \(cloudAccount) and closed_at is null and latest_seen_at < \(timestamp)
                and \(place)
            """
    }

    private func coverage(_ regions: [RegionReport]) -> [Query] {
        guard !regions.isEmpty else { return [] }
        // Region by region, each once: an upsert cannot meet a row twice.
        let reports = Dictionary(regions.map { ($0.region, $0) }) { $1 }.values.sorted { $0.region < $1.region }
        return [
            """
            delete from scan_coverage
            where account = \(account) and service_type = \(service.rawValue)
                and provider = \(service.provider.rawValue) and cloud_account = \(cloudAccount)
                and region = \(Self.nowhere) and scanned_at <= \(timestamp)
            """,
            """
            insert into scan_coverage as known (account, provider, service_type, cloud_account, region, scan_run_id,
                scanned_at, status, reason)
            select \(account), \(service.provider.rawValue), \(service.rawValue), \(cloudAccount), region, \(runID),
                \(timestamp), status, reason
            from unnest(\(reports.map(\.region)), \(reports.map(\.status.rawValue)), \(reports.map(\.reason)))
                as report(region, status, reason)
            on conflict (account, service_type, provider, cloud_account, region) do update
                set scan_run_id = excluded.scan_run_id, scanned_at = excluded.scanned_at, status = excluded.status,
                    reason = excluded.reason
                where known.scanned_at <= excluded.scanned_at
            """,
        ]
    }
}

extension JSONText {
    init(encoding value: some Encodable) throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        self.init(Array(try encoder.encode(value)))
    }
}
