import CloudScanners
public import Foundation
import Jobs
import Postgres
public import Storage

extension ScanStore {
    /// Asks every run that has not ended to end, and every reading of metrics.
    /// - Returns: whether there was one.
    public func cancel(
        _ scan: Scan, of tenant: UUID, recording answer: IdempotencyRecord? = nil
    ) async throws -> Bool {
        let open = scan.runs.flatMap { [$0.status.isOpen ? $0.jobID : nil, $0.readingJob].compactMap { $0 } }
        return try await jobs.cancel(open, for: .tenant(tenant), recording: answer)
    }

    /// Deletes a scan with all that it alone knows: afterwards everything is as if it had never been.
    /// - Returns: false when one of its runs has not ended.
    public func delete(_ scan: Scan, of tenant: UUID) async throws -> Bool {
        let times = scan.runs.map(\.scanTimestamp)
        var unit: [Query] = [
            """
            delete from flotilla.scans where id = \(scan.id) and account = \(tenant) and not exists (
                select from flotilla.scan_runs run join flotilla.jobs job on job.id = run.job_id
                where run.scan_id = \(scan.id) and run.status not in ('success', 'error', 'cancelled')
                    and job.status in ('scheduled', 'queued', 'running', 'retrying'))
            returning id
            """
        ]
        let services = scan.runs.compactMap { ScanService(rawValue: $0.service) }
        let types = services.flatMap(\.resourceTypes)
        for type in types { unit += Self.upserts(of: type, tenant, times) }
        unit.append(Self.closings(types, tenant, times))
        unit.append(Self.coverage(services, tenant))
        unit.append(
            """
            update flotilla.findings set closed_at = known.closed_at, close_reason = 'gone' from flotilla.resources known
            where known.account = \(tenant) and known.type = any(\(types.map(\.name)))
                and known.closed_at is not null and findings.resource_id = known.id and findings.closed_at is null
            """)
        for (_, rules) in FindingSweep.byType(FindingRule.all.filter { types.contains($0.type) }) {
            unit.append(FindingSweep.judgement(rules, account: tenant, run: nil, time: nil, where: "true"))
        }
        guard try await queries(unit, of: tenant)[0].count == 1 else { return false }
        // They would write nothing, but they would still be billed.
        for job in scan.runs.compactMap(\.readingJob) { _ = try? await jobs.cancel(job, for: .tenant(tenant)) }
        return true
    }

    /// Resources whose latest or first sighting went with its run: another run's takes its place, or they are gone. As
    /// long as it is not known whether a resource is closed, it is so at the very time when it was last seen.
    private static func upserts(of type: ResourceType, _ tenant: UUID, _ times: [Date]) -> [Query] {
        let table = type.table
        let own: Query = "account = \(tenant) and type = \(type.name)"
        return [
            """
            update flotilla.resources known set (latest_run, latest_seen_at, closed_at, closed_run) = (
                select seen.scan_run_id, seen.scan_timestamp, seen.scan_timestamp, null::uuid
                from \(unescaped: table) seen where seen.resource_id = known.id
                order by seen.scan_timestamp desc limit 1)
            where \(own) and latest_run is null
                and exists (select from \(unescaped: table) seen where seen.resource_id = known.id)
            """,
            "delete from flotilla.resources where \(own) and latest_run is null",
            """
            update flotilla.resources known set (first_run, first_seen_at) = (
                select seen.scan_run_id, seen.scan_timestamp
                from \(unescaped: table) seen where seen.resource_id = known.id
                order by seen.scan_timestamp limit 1)
            where \(own) and first_run is null and first_seen_at = any(\(times))
            """,
        ]
    }

    /// Closed is what a run that is left, and whose list was whole, did not see any more. Rows of earlier versions say so
    /// by their status alone.
    private static func closings(_ types: [ResourceType], _ tenant: UUID, _ times: [Date]) -> Query {
        """
        update flotilla.resources known set (closed_at, closed_run) = (
            select later.scan_timestamp, later.id
            from flotilla.scans scan join flotilla.scan_runs later on later.scan_id = scan.id
            where later.account = \(tenant) and later.cloud_account = known.cloud_account
                and scan.provider = known.provider and later.scan_timestamp > known.latest_seen_at
                and later.service_type = (
                    select kind.service from unnest(\(types.map(\.name)), \(types.map(\.service.rawValue)))
                        as kind(type, service) where kind.type = known.type)
                and case
                    when later.regions @> jsonb_build_array(jsonb_build_object('region', known.region))
                        then later.regions @> jsonb_build_array(jsonb_build_object('region', known.region, 'status', 'ok'))
                            or later.regions
                                @> jsonb_build_array(jsonb_build_object('region', known.region, 'whole_list', true))
                    else scan.regions is null and (later.regions @> \(global(#""status": "ok""#))
                        or later.regions @> \(global(#""whole_list": true"#)))
                end
            order by later.scan_timestamp limit 1)
        where account = \(tenant) and type = any(\(types.map(\.name))) and closed_at is not null
            and closed_run is null and (closed_at = latest_seen_at or closed_at = any(\(times)))
        """
    }

    private static func global(_ member: String) -> JSONText {
        JSONText(#"[{"region": "\#(RegionOutcome.global)", \#(member)}]"#)
    }

    /// Of regions whose latest look is gone, the one before it.
    private static func coverage(_ services: [ScanService], _ tenant: UUID) -> Query {
        """
        insert into flotilla.scan_coverage (account, provider, service_type, cloud_account, region, scan_run_id, scanned_at,
            status, cause, whole_list, reason)
        select distinct on (run.service_type, scan.provider, run.cloud_account, report.region) run.account,
            scan.provider, run.service_type, run.cloud_account, report.region, run.id, run.scan_timestamp,
            report.status, report.cause, report.whole_list, report.reason
        from flotilla.scan_runs run join flotilla.scans scan on scan.id = run.scan_id
            cross join lateral jsonb_to_recordset(run.regions)
                as report(region text, status text, cause text, whole_list boolean, reason text)
        where run.account = \(tenant) and run.service_type = any(\(services.map(\.rawValue)))
            and run.cloud_account is not null
        order by run.service_type, scan.provider, run.cloud_account, report.region, run.scan_timestamp desc
        on conflict do nothing
        """
    }
}
