import CloudScanners
public import Foundation
import Jobs
import Postgres
import Storage

extension ScanStore {
    private static let runsBefore = 1000

    /// For each service of a scan the latest scan before it in which a run of that service looked at the same account of
    /// the cloud and ended well; where none did, the latest one that looked at all. The service's thousand latest runs
    /// are looked at.
    public func scansBefore(_ scan: Scan, of tenant: UUID) async throws -> [String: Scan] {
        let runs = scan.runs.filter { $0.cloudAccount != nil }
        guard !runs.isEmpty else { return [:] }
        let answers = try await queries(
            runs.map { run in
                """
                select scan_id from (
                    select * from flotilla.scan_runs
                    where account = \(tenant) and service_type = \(run.service) and id < \(run.id)
                    order by id desc limit \(Int64(Self.runsBefore))
                ) run
                where scan_id < \(scan.id) and cloud_account = \(run.cloudAccount)
                    and status in ('success', 'error') and regions <> '[]'
                order by status = 'success' desc, id desc limit 1
                """
            }, of: tenant)
        var before: [String: Scan] = [:]
        var known: [UUID: Scan] = [:]
        for (run, rows) in zip(runs, answers) {
            guard let id = try rows.first?.decode(0, as: UUID.self) else { continue }
            if known[id] == nil { known[id] = try await self.scan(id, of: tenant) }
            before[run.service] = known[id]
        }
        return before
    }

    /// What is in one scan and not in the other, or not the same, by type, region and identifier. Of each run a page looks
    /// at `ListBound.rows` rows of a type at most.
    /// - Parameter before: for each service what to compare with.
    public func diff(
        _ after: Scan, against before: [String: Scan], of tenant: UUID, beyond cursor: DiffCursor?, limit: Int
    ) async throws -> ScanDiff {
        let coverage = DiffCoverage(before: before, after: after)
        var items: [ScanDiff.Item] = []
        var next: DiffCursor?
        let comparable = coverage.comparable.sorted { $0.type.name < $1.type.name }
        for (type, old, new) in comparable {
            if let cursor, type.name < cursor.type { continue }
            let place = cursor.flatMap { $0.type == type.name ? $0 : nil }
            let walk = DiffWalk(type, old.run, new.run, beyond: place)
            let list = ListBound.page(
                of: walk.rows, size: "octet_length(columns::text)", order: "region, identifier",
                limit: limit - items.count)
            let answers = try await queries([list, walk.edge], of: tenant)
            items += try answers[0].map { try coverage.item($0) }
            let isFull = items.count == limit && type != comparable.last?.type
            if try isFull && answers[1].isEmpty || ListBound.hasNext(answers[0]) {
                next = items.last.map { DiffCursor(type: $0.type, region: $0.region, identifier: $0.identifier) }
                break
            }
            if let edge = answers[1].first {
                next = DiffCursor(
                    type: type.name, region: try edge.decode("region", as: String.self),
                    identifier: try edge.decode("identifier", as: String.self))
                break
            }
        }
        return ScanDiff(before: coverage.scans, after: after.id, items: items, next: next, gaps: coverage.gaps)
    }
}

/// Where two scans can be compared.
struct DiffCoverage {
    /// A run, and which regions its scan asked for.
    struct Look {
        let run: ScanRun
        let scan: UUID
        let isSelective: Bool

        init?(_ scan: Scan, _ service: String) {
            guard let run = scan.runs.first(where: { $0.service == service }) else { return nil }
            self.run = run
            self.scan = scan.id
            isSelective = scan.regions != nil
        }
    }

    let comparable: [(type: ResourceType, old: Look, new: Look)]
    let gaps: [ScanDiff.Gap]
    let scans: [(service: String, scan: UUID?)]

    init(before: [String: Scan], after: Scan) {
        var comparable: [(type: ResourceType, old: Look, new: Look)] = []
        var gaps: [ScanDiff.Gap] = []
        scans = after.runs.map { ($0.service, before[$0.service]?.id) }
        for run in after.runs {
            let other = before[run.service]
            guard let new = Look(after, run.service), let old = other.flatMap({ Look($0, run.service) }) else {
                gaps.append(
                    ScanDiff.Gap(
                        service: run.service, region: nil, scan: other?.id, status: "not_scanned",
                        reason: other == nil
                            ? "No scan before this one looked at \(run.service)."
                            : "This scan did not look at \(run.service)."))
                continue
            }
            gaps += Self.gaps(old, beside: new) + Self.gaps(new, beside: old)
            guard let service = ScanService(rawValue: run.service), Self.isConcluded(old.run),
                Self.isConcluded(new.run)
            else { continue }
            comparable += service.resourceTypes.map { ($0, old, new) }
        }
        self.comparable = comparable
        self.gaps = gaps
    }

    private static func isConcluded(_ run: ScanRun) -> Bool { !run.status.isOpen && !run.regions.isEmpty }

    /// What one run does not know: regions that it did not read completely, and those that only the other looked at.
    private static func gaps(_ look: Look, beside other: Look) -> [ScanDiff.Gap] {
        let run = look.run
        guard isConcluded(run) else {
            return [
                ScanDiff.Gap(
                    service: run.service, region: nil, scan: look.scan, status: run.status.rawValue, reason: run.error)
            ]
        }
        let incomplete = run.regions.filter { $0.status != .ok }.map { report in
            ScanDiff.Gap(
                service: run.service, region: report.region, scan: look.scan, status: report.status.rawValue,
                reason: report.reason)
        }
        let unseen = other.run.regions.map(\.region).filter {
            !knows($0, look) && !run.regions.map(\.region).contains($0)
        }
        return incomplete
            + unseen.map { region in
                ScanDiff.Gap(
                    service: run.service, region: region, scan: look.scan, status: "not_scanned",
                    reason: "This scan did not look at \(region).")
            }
    }

    /// Whether what the run did not see in a region was not there.
    private static func knows(_ region: String, _ look: Look) -> Bool {
        if let report = look.run.regions.first(where: { $0.region == region }) { return report.isWholeList }
        return !look.isSelective
            && look.run.regions.contains { $0.region == RegionOutcome.global && $0.isWholeList }
    }

    func item(_ row: Row) throws -> ScanDiff.Item {
        let type = try row.decode("type", as: String.self)
        let region = try row.decode("region", as: String.self)
        let runs = comparable.first { $0.type.name == type }
        let (was, stillIs) = (try row.decode("was", as: Bool.self), try row.decode("is", as: Bool.self))
        let change: ScanDiff.Item.Change =
            switch (was, stillIs) {
            case (false, _): runs.map { Self.knows(region, $0.old) } == true ? .appeared : .notKnown
            case (_, false): runs.map { Self.knows(region, $0.new) } == true ? .gone : .notKnown
            default: try row.decode("is_known", as: Bool.self) ? .changed : .notKnown
            }
        return ScanDiff.Item(
            change: change, type: type, region: region, identifier: try row.decode("identifier", as: String.self),
            id: try row.decode("id", as: UUID?.self), columns: try row.decode("columns", as: JSONText.self).bytes)
    }
}
