import Foundation
import Jobs
import Postgres
import Storage
import Testing

@testable import Scans

/// Items may be large, and a thousand of them are one page: pages are cut by bytes, and lose nothing.
@Suite struct ListByteTests {
    private static let items = 48
    /// 48 of them are more than two pages.
    private static let itemBytes = 200_000

    /// Goes through all pages.
    /// - Parameter read: gives ids of a page with the bytes of its items, and the next place.
    private func walk<Place>(
        _ name: String, _ read: (Place?) async throws -> (ids: [UUID], bytes: Int, next: Place?)
    ) async throws {
        var ids: [UUID] = []
        var pages: [Int] = []
        var place: Place?
        repeat {
            let page = try await read(place)
            ids += page.ids
            pages.append(page.bytes)
            place = page.next
        } while place != nil && pages.count < 100
        print("figure: \(name): pages of \(pages) bytes")
        #expect(ids.count == Self.items && Set(ids).count == Self.items, "\(name): \(ids.count)")
        #expect(pages.count >= 3 && pages.allSatisfy { $0 <= Int(ListBound.bytes) + Self.itemBytes + 1000 }, "\(name)")
    }

    @Test(
        "a page of schedules, findings, resources, jobs or scans is cut where it has many bytes, and the next one goes on"
    )
    func cut() async throws {
        try await ScansDatabase.with { fixture in
            let (count, bytes, tenant) = (Int32(Self.items), Int32(Self.itemBytes), fixture.tenant)
            let text: Query = "jsonb_build_object('text', repeat('x', \(bytes)))"
            let scan = try await fixture.scan([Make.instance("old")], at: Date())
            for query: Query in [
                """
                insert into schedules (id, tenant, name, cron, time_zone, template, body, payload, missed, missed_limit,
                    overlap, paused)
                select flotilla.mint_id(), \(tenant), 'schedule ' || number, '0 0 * * *', 'UTC', 'scan', '{}', \(text),
                    'skip', 1, 'skip', true
                from generate_series(1, \(count)) number
                """,
                """
                insert into jobs (id, tenant, kind, queue, status, priority, max_attempts, timeout_ms, payload, error)
                select flotilla.mint_id(), \(tenant), 'bench.noop', 'bench', 'succeeded', 4, 8, 1000, '{}',
                    jsonb_build_object('code', 'long', 'message', repeat('x', \(bytes)))
                from generate_series(1, \(count))
                """,
                """
                with known as (
                    insert into resources (account, provider, cloud_account, type, region, identifier, first_run,
                        first_seen_at, latest_run, latest_seen_at)
                    select account, provider, cloud_account, type, region, 'i-' || number, first_run, first_seen_at,
                        latest_run, latest_seen_at
                    from resources cross join generate_series(1, \(count)) number where account = \(tenant)
                    returning *
                ), seen as (
                    insert into ec2_instances (scan_run_id, account, scan_timestamp, resource_id, region, instance_id,
                        instance_type, state, tags)
                    select latest_run, account, latest_seen_at, id, region, identifier, 'large', 'running', \(text)
                    from known
                )
                insert into findings (account, resource_id, rule, severity, evidence, opened_at, confirmed_at)
                select account, id, 'ec2_instance_public', 'low', \(text), now(), now() from known
                """,
                """
                with made as (
                    insert into scans (id, account, user_id, provider, services, role_arn)
                    select flotilla.mint_id(now() - interval '1 day'), account, user_id, provider, '{ec2}', role_arn
                    from scans cross join generate_series(1, \(count)) where id = \(scan) returning id
                )
                insert into scan_runs (id, scan_id, account, user_id, job_id, service_type, status, regions)
                select flotilla.mint_id(now() - interval '1 day'), made.id, run.account, run.user_id, run.job_id, 'ec2',
                    'success', jsonb_build_array(run.regions -> 0 || jsonb_build_object('reason', repeat('x', \(bytes))))
                from made cross join scan_runs run where run.scan_id = \(scan)
                """,
            ] { try await fixture.owner.query(query) }
            let schedules = ScheduleStore(database: fixture.database)
            try await walk("schedules") { (place: UUID?) in
                let page = try await schedules.schedules(after: place, limit: 1000, for: .tenant(tenant))
                return (
                    page.schedules.map(\.id), page.schedules.reduce(0) { $0 + $1.plan.payload.count }, page.next
                )
            }
            var kind = JobFilter(kind: "bench.noop")
            for isOfTenant in [true, false] {
                kind.status = isOfTenant ? .succeeded : nil
                try await walk("jobs") { (place: JobID?) in
                    let page = try await fixture.store.page(
                        kind, before: place, limit: 1000, for: isOfTenant ? .tenant(tenant) : .everybody)
                    let bytes = page.jobs.reduce(0) { $0 + ($1.error?.message.utf8.count ?? 0) }
                    return (page.jobs.map(\.id.uuid), bytes, page.next)
                }
            }
            try await walk("findings") { (place: UUID?) in
                let page = try await fixture.scans.findings(FindingFilter(), of: tenant, before: place, limit: 1000)
                return (page.findings.map(\.id), page.findings.reduce(0) { $0 + $1.evidence.count }, page.next)
            }
            let filter = try ResourceFilter(#require(ResourceType.ec2Instance.column("instance_type")), "large") { _ in
                nil
            }
            for scope: ScanStore.ResourceScope in [.latest(.open), .scan(scan)] {
                try await walk("resources") { (place: ResourceCursor?) in
                    let page = try await fixture.scans.resources(
                        .ec2Instance, scope, of: tenant, filters: [filter], after: place, limit: 1000)
                    let ids = try page.items.compactMap { item in
                        let object = try JSONSerialization.jsonObject(with: Data(item)) as? [String: Any]
                        return UUID(uuidString: object?["id"] as? String ?? "")
                    }
                    return (ids, page.items.reduce(0) { $0 + $1.count }, page.next)
                }
            }
            try await walk("scans") { (place: UUID?) in
                let page = try await fixture.scans.scans(of: tenant, before: place, limit: 1000)
                let reports = page.scans.flatMap(\.runs).flatMap(\.regions)
                return (
                    page.scans.map(\.id).filter { $0 != scan }, reports.reduce(0) { $0 + ($1.reason?.utf8.count ?? 0) },
                    page.next
                )
            }
        }
    }
}
