public import Foundation
import Jobs
import Postgres

extension ScanStore {
    /// For each service of a scan the latest scan before it in which a run of that service looked at the same account of
    /// the cloud and ended well; where none did, the latest one that looked at all.
    public func scansBefore(_ scan: Scan, of tenant: UUID) async throws -> [String: Scan] {
        let runs = scan.runs.filter { $0.cloudAccount != nil }
        guard !runs.isEmpty else { return [:] }
        let answers = try await queries(
            runs.map { run in
                """
                select scan_id from scan_runs
                where account = \(tenant) and service_type = \(run.service) and id < \(run.id)
                    and scan_id < \(scan.id) and cloud_account = \(run.cloudAccount)
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

    /// What is in one scan and not in the other, or not the same, by type, region and identifier.
    /// - Parameter before: for each service what to compare with.
    public func diff(
        _ after: Scan, against before: [String: Scan], of tenant: UUID, beyond cursor: DiffCursor?, limit: Int
    ) async throws -> ScanDiff {
        let coverage = DiffCoverage(before: before, after: after)
        var union: Query = ""
        for (type, old, new) in coverage.comparable {
            let part = Self.comparison(type, old.run, new.run)
            union = union.sql.isEmpty ? part : "\(union) union all \(part)"
        }
        guard !union.sql.isEmpty else {
            return ScanDiff(before: coverage.scans, after: after.id, items: [], next: nil, gaps: coverage.gaps)
        }
        var condition: Query = "true"
        if let cursor {
            condition = "(type, region, identifier) > (\(cursor.type), \(cursor.region), \(cursor.identifier))"
        }
        let rows = try await query(
            """
            select * from (\(union)) as differing where \(condition) order by type, region, identifier
            limit \(Int64(limit + 1))
            """, of: tenant)
        let items = try rows.prefix(limit).map { try coverage.item($0) }
        return ScanDiff(
            before: coverage.scans, after: after.id, items: items,
            next: rows.count > limit
                ? items.last.map { DiffCursor(type: $0.type, region: $0.region, identifier: $0.identifier) } : nil,
            gaps: coverage.gaps)
    }

    /// Rows of two runs that differ, and their columns that do. What has a reason beside it is not known.
    private static func comparison(_ type: ResourceType, _ old: ScanRun, _ new: ScanRun) -> Query {
        let names = type.details.map(\.name).filter { name in
            !type.details.contains { ResourceColumn.reason(of: $0.name) == name }
        }
        let columns = names.map { name in
            let reason = ResourceColumn.reason(of: name)
            let isKnown =
                type.details.contains { $0.name == reason }
                ? "(new.\(name) is not null or new.\(reason) is null) "
                    + "and (old.\(name) is not null or old.\(reason) is null)" : "true"
            return "('\(name)', to_jsonb(old.\(name)), to_jsonb(new.\(name)), \(isKnown))"
        }.joined(separator: ", ")
        func rows(_ run: ScanRun) -> Query {
            """
            (select * from \(unescaped: type.table)
            where scan_run_id = \(run.id) and scan_timestamp = \(run.scanTimestamp))
            """
        }
        let identity = type.identity
        return """
            select \(type.name) as type, coalesce(new.region, old.region) as region,
                coalesce(new.\(unescaped: identity), old.\(unescaped: identity)) as identifier,
                coalesce(new.resource_id, old.resource_id) as id, old.region is not null as was,
                new.region is not null as is, coalesce(differing.columns, '{}') as columns,
                coalesce(differing.is_known, false) as is_known
            from \(rows(old)) old
                full join \(rows(new)) new
                    on new.region = old.region and new.\(unescaped: identity) = old.\(unescaped: identity)
                left join lateral (
                    select jsonb_object_agg(name,
                            jsonb_build_object('before', before, 'after', after, 'known', is_known)) as columns,
                        bool_or(is_known) as is_known
                    from (values \(unescaped: columns)) as one(name, before, after, is_known)
                    where before is distinct from after and old.region is not null and new.region is not null
                ) differing on true
            where old.region is null or new.region is null or differing.columns is not null
            """
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
            && look.run.regions.contains { $0.region == RegionReport.global && $0.isWholeList }
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
