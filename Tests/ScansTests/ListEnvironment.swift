import Assembly
import Foundation
import Operations
import Postgres
import Storage

@testable import Scans

/// A database in which one tenant has very much of everything that is listed, and a meter of what a list reads there.
struct ListEnvironment: Sendable {
    /// What a list read, as the database counts it.
    struct Cost: CustomStringConvertible {
        var rows: Int
        var entries: Int
        var blocks: Int

        var description: String { "\(rows) rows, \(entries) entries of indexes, \(blocks) blocks" }
    }

    let fixture: ScansDatabase
    /// One connection, so that its counts can be asked for.
    let reader: Database
    let jobs: PostgresJobStore
    let scans: ScanStore
    let schedules: ScheduleStore
    let size: Int
    let batch = UUID()
    let schedule = UUID()
    let actor = UUID()

    static func with(_ fixture: ScansDatabase, size: Int) async throws -> ListEnvironment {
        let reader = try Connections.database(url: Secret(fixture.url), name: "lists", shared: 1)
        let jobs = PostgresJobStore(database: reader)
        let estate = ListEnvironment(
            fixture: fixture, reader: reader, jobs: jobs,
            scans: ScanStore(database: TenantDatabase(reader), jobs: jobs), schedules: ScheduleStore(database: reader),
            size: size)
        try await estate.seedJobs()
        try await estate.seedScans()
        _ = try await fixture.owner.query("vacuum analyze")
        return estate
    }

    /// Half of them went well; the others failed. Half of each are a day older.
    private func seedJobs() async throws {
        let (count, tenant) = (Int32(size), fixture.tenant)
        for (status, batch) in [("succeeded", batch as UUID?), ("failed", nil)] {
            try await fixture.owner.query(
                """
                insert into jobs (id, tenant, kind, queue, status, priority, attempt, errors, crashes, max_attempts,
                    timeout_ms, payload, created_at, finished_at, error, batch_id)
                select flotilla.mint_id(now() - (number % 2) * interval '1 day'), \(tenant), 'bench.noop', 'bench',
                    \(status)::job_status, 4, 1, 0, 0, 8, 1000, '{}', now(), now(),
                    case \(status) when 'failed' then '{"code":"gone","message":"No."}'::jsonb end, \(batch)
                from generate_series(1, \(count / 2)) number
                """)
        }
        for query: Query in [
            "insert into job_failures select id, tenant, status from jobs where status = 'failed' on conflict do nothing",
            """
            insert into job_batches (id, tenant) select flotilla.mint_id(), \(tenant)
            from generate_series(1, \(count)) number
            """,
            """
            insert into schedules (id, tenant, name, cron, time_zone, template, body, missed, missed_limit, overlap, paused)
            select case number when 1 then \(schedule) else flotilla.mint_id() end, \(tenant), 'schedule ' || number,
                '0 0 * * *', 'UTC', 'scan', '{}', 'skip', 1, 'skip', true
            from generate_series(1, \(count)) number
            """,
            """
            insert into audit_events (tenant_id, actor_id, actor, action, object_type, object_id)
            select case when number % 2 = 0 then \(tenant) end, \(actor), 'admin', 'queue.changed', 'queue',
                'queue ' || number % 3 from generate_series(1, \(count)) number
            """,
            """
            insert into limits (queue, scope, subject, weight)
            select 'bench', 'tenant', gen_random_uuid(), 2 from generate_series(1, \(count)) number
            """,
            """
            insert into schedule_occurrences (schedule, generation, occurrence, tenant, outcome)
            select \(schedule), 1, now() - number * interval '1 minute', \(tenant), 'fired'
            from generate_series(1, \(count)) number
            """,
        ] { try await fixture.owner.query(query) }
    }

    /// Two scans, which found the same instances, and many that found nothing.
    private func seedScans() async throws {
        let (count, tenant) = (Int32(size), fixture.tenant)
        let old = try await fixture.scan([Make.instance("old")], at: Date() - 60)
        let new = try await fixture.scan([Make.instance("old")], at: Date() - 30)
        for query: Query in [
            """
            insert into resources (account, provider, cloud_account, type, region, identifier, first_run, first_seen_at,
                latest_run, latest_seen_at, closed_run, closed_at)
            select account, provider, cloud_account, type, region, 'i-' || number, first_run, first_seen_at, latest_run,
                latest_seen_at, closed_run, closed_at
            from resources cross join generate_series(1, \(count)) number where account = \(tenant)
            """,
            """
            insert into ec2_instances (scan_run_id, account, scan_timestamp, resource_id, region, instance_id,
                instance_type, state)
            select run.id, run.account, run.scan_timestamp, known.id, known.region, known.identifier, 't3.micro', 'running'
            from scan_runs run cross join resources known
            where run.scan_id in (\(old), \(new)) and known.identifier <> 'old' and known.account = \(tenant)
            """,
            """
            insert into findings (account, resource_id, rule, severity, evidence, opened_at, confirmed_at, closed_at,
                close_reason)
            select account, id, 'ec2_instance_public', 'low', '{}', now(), now(), closed, case when closed is not null then 'gone' end
            from resources cross join (values (null::timestamptz), (now())) state(closed) where account = \(tenant)
            """,
            """
            with made as (
                insert into scans (id, account, user_id, provider, services, role_arn)
                select flotilla.mint_id(now() - interval '1 day'), account, user_id, provider, services, role_arn
                from scans cross join generate_series(1, \(count)) number where id = \(old) returning id
            )
            insert into scan_runs (id, scan_id, account, user_id, job_id, service_type, status)
            select flotilla.mint_id(now() - interval '1 day'), made.id, run.account, run.user_id, run.job_id, run.service_type, 'success'
            from made cross join scan_runs run where run.scan_id = \(old)
            """,
        ] { try await fixture.owner.query(query) }
    }

    /// What a list reads: the least of three times, since the database tidies up beside it.
    func cost(_ list: () async throws -> Void) async throws -> Cost {
        var least: Cost?
        for _ in 0..<3 {
            let before = try await counts()
            try await list()
            let after = try await counts()
            let cost = Cost(
                rows: after.rows - before.rows, entries: after.entries - before.entries,
                blocks: after.blocks - before.blocks)
            if least.map({ cost.blocks < $0.blocks }) ?? true { least = cost }
            if cost.rows < Self.mostRows { break }
        }
        return least ?? Cost(rows: .max, entries: .max, blocks: .max)
    }

    /// A page looks at so many rows of two tables, by three indexes, and finds their end by as many.
    static let mostRows = 4 * Int(ListBound.rows) + 1000

    private func counts() async throws -> Cost {
        _ = try await reader.query("select pg_stat_force_next_flush()")
        let row = try await fixture.owner.query(
            """
            select (select sum(coalesce(seq_tup_read, 0) + coalesce(idx_tup_fetch, 0)) from pg_stat_user_tables)::bigint
                    as rows,
                (select sum(idx_tup_read) from pg_stat_user_indexes)::bigint as entries,
                (select sum(heap_blks_read + heap_blks_hit + coalesce(idx_blks_read + idx_blks_hit, 0)
                    + coalesce(toast_blks_read + toast_blks_hit, 0)) from pg_statio_user_tables)::bigint as blocks
            """
        ).rows[0]
        return Cost(
            rows: Int(try row.decode("rows", as: Int64.self)), entries: Int(try row.decode("entries", as: Int64.self)),
            blocks: Int(try row.decode("blocks", as: Int64.self)))
    }
}
