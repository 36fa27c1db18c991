import Assembly
import Fleet
import Foundation
import Operations
import Postgres
import PostgresTestSupport
import Testing

@testable import Scans

@Suite struct AnnouncementTests {
    @Test("a scan is announced once when its last run has ended, however many look, with what it found")
    func once() async throws {
        try await ScansDatabase.with { fixture in
            let scan = try await fixture.waiting([.ec2, .s3])
            let buckets = [Make.bucket("a", isPublic: true), Make.bucket("b")]
            try await fixture.close(scan.runs[1], buckets, at: moment(0))
            #expect(try await fixture.announce() == 0)
            try await fixture.close(scan.runs[0], [Make.instance("i-1")], at: moment(0))
            try await fixture.holdMarks()
            let counts = try await withThrowingTaskGroup(of: Int.self) { group in
                for _ in 0..<4 { group.addTask { try await fixture.announceByOwnConnection() } }
                return try await group.reduce(into: []) { $0.append($1) }
            }
            #expect(counts.sorted() == [0, 0, 0, 1])
            #expect(
                try await fixture.announced() == [
                    "\(scan.id.uuidString.lowercased()) success 3 1 -"
                ])
        }
    }

    @Test("a scan that failed says why, one that was cancelled is not announced, and one without its jobs is")
    func endings() async throws {
        try await ScansDatabase.with { fixture in
            let refused = try await fixture.failedScan(.s3, "The role does not open.")
            let cancelled = try await fixture.waiting([.ec2])
            let row = try #require(try await fixture.scans.scan(cancelled.id, of: fixture.tenant))
            _ = try await fixture.scans.cancel(row, of: fixture.tenant)
            let lost = try await fixture.waiting([.ec2, .vpc])
            try await fixture.owner.query("delete from jobs where id = any(\(lost.runs.map(\.job.id.uuid)))")
            #expect(try await fixture.announce() == 2)
            #expect(
                try await fixture.announced() == [
                    "\(refused.uuidString.lowercased()) error 0 - s3: The role does not open.",
                    "\(lost.id.uuidString.lowercased()) error 0 - -",
                ])
            #expect(try await fixture.count("select count(*) from scans where announced_at is null") == 0)
            #expect(try await fixture.announce() == 0)
        }
    }

    @Test("a page that is full of open scans hides none behind it")
    func pages() async throws {
        try await ScansDatabase.with { fixture in
            for _ in 0..<3 { _ = try await fixture.waiting([.ec2]) }
            try await fixture.scan([Make.instance("i-1")])
            let first = try await fixture.scans.announceFinished(after: nil, page: 2)
            let place: UUID? = first.next
            #expect(first.announced == 0 && place != nil)
            #expect(try await fixture.scans.announceFinished(after: place, page: 2).announced == 1)
        }
    }

    @Test("scans that were there before there were announcements count as announced; the next one does not")
    func migrated() async throws {
        let all = Domains.migrations
        let before = MigrationSet(Array(all.migrations.prefix { $0.version != 204 }))
        try await TestDatabases.shared.withDatabase(preparedBy: {
            _ = try await DatabaseMigration(migrations: before, definitions: []).apply(to: $0)
        }) { url in
            let owner = try Database(DatabaseConfiguration(url: url))
            try await owner.closed {
                let tenant = UUID()
                try await owner.query(
                    """
                    insert into flotilla.accounts (id, company_name, external_id)
                    values (\(tenant), 'Company', \(tenant.uuidString.lowercased()))
                    """)
                func scan() async throws {
                    try await owner.query(
                        """
                        insert into flotilla.scans (id, account, user_id, provider, services, role_arn)
                        values (\(UUID()), \(tenant), \(tenant), 'aws', '{ec2}', 'x')
                        """)
                }
                try await scan()
                _ = try await Migrations.apply(to: url)
                try await scan()
                let rows = try await owner.query(
                    "select count(announced_at), count(*) from flotilla.scans"
                ).rows
                #expect(try rows[0].decode(0, as: Int64.self) == 1 && rows[0].decode(1, as: Int64.self) == 2)
            }
        }
    }
}

extension ScansDatabase {
    fileprivate func announce() async throws -> Int {
        try await scans.announceFinished(after: nil, page: 100).announced
    }

    /// As another process: those of one share a connection and come in turn.
    fileprivate func announceByOwnConnection() async throws -> Int {
        let own = try Connections.domains(url: Secret(url), name: "other")
        let count = try await ScanStore(database: own, jobs: store).announceFinished(after: nil, page: 100).announced
        await own.close()
        return count
    }

    /// From now on marking takes 200 ms, so that concurrent ones overlap before either commits.
    fileprivate func holdMarks() async throws {
        try await owner.withConnection {
            try await $0.script(
                """
                create function slow() returns trigger language plpgsql as
                    $$ begin perform pg_sleep(0.2); return new; end $$;
                create trigger slow before update on scans for each row execute function slow();
                """)
        }
    }

    /// `scan status resources findings reason` of each announcement.
    fileprivate func announced() async throws -> [String] {
        let rows = try await owner.query(
            """
            select concat_ws(' ', split_part(payload ->> 'link', '/', 4), data ->> 'status', data ->> 'resources',
                coalesce(data ->> 'new_findings', '-'), coalesce(data ->> 'reason', '-')) as line
            from jobs cross join lateral (select payload -> 'data' as data) given
            where kind = 'notify.request' and payload ->> 'template' = 'scan_finished' and tenant = \(tenant)
                and payload -> 'to' = '[{"role": "school"}]'
                and payload ->> 'dedup_key' = 'scan_finished.' || split_part(payload ->> 'link', '/', 4)
            order by payload ->> 'link'
            """
        ).rows
        return try rows.map { try $0.decode("line", as: String.self) }
    }
}
