import Assembly
import Foundation
import Jobs
import Operations
import Postgres
import Testing

@testable import Storage

@Suite struct PartitionTests {
    private static let day = 86_400.0

    @Test("any number of processes may make the partitions at the same time")
    func concurrently() async throws {
        try await StorageDatabase.with { fixture in
            let before = try await fixture.names("select name from job_partitions order by name")
            #expect(before.count == 9)
            for name in before.suffix(5) {
                try await fixture.owner.query("drop table \(unescaped: name)")
                try await fixture.owner.query("drop table job_attempts_\(unescaped: String(name.dropFirst(5)))")
                try await fixture.owner.query("delete from job_partitions where name = \(name)")
            }
            let made = try await withThrowingTaskGroup(of: Int32.self) { group in
                for _ in 0..<8 {
                    group.addTask {
                        let answer = try await fixture.database.withConnection {
                            try await $0.query("select flotilla.ensure_partitions()")
                        }
                        return try answer.rows[0].decode(0, as: Int32.self)
                    }
                }
                return try await group.reduce(into: []) { $0.append($1) }
            }
            #expect(made.sorted() == [0, 0, 0, 0, 0, 0, 0, 5])
            #expect(try await fixture.names("select name from job_partitions order by name") == before)
            try await fixture.store.ensurePartitions()
        }
    }

    @Test("a job of a day that has no partition is kept, claimed and settled all the same")
    func defaultPartition() async throws {
        try await StorageDatabase.with { fixture in
            let test = fixture
            let future = JobIDMinter { Date() + 30 * Self.day }
            let job = Make.job(id: future.mint())
            _ = try await fixture.store.enqueue([job])
            #expect(try await fixture.count("select count(*) from only jobs_default") == 1)
            let first = try await test.claimed(job.id)
            _ = try await fixture.store.end([first], as: .lost, alone: false)
            #expect(try await fixture.store.openJobs(after: nil, limit: 10, horizon: .zero).items.map(\.id) == [job.id])
            let claim = try await test.claimed(job.id)
            let settlement = test.settlement(claim, effects: [test.effect(job.id, false)])
            #expect(try await fixture.store.settle([settlement]).committed == [claim])
            #expect(try await fixture.store.job(job.id, for: .everybody)?.attempts.count == 2)
        }
    }

    @Test("jobs that landed in the default partition move to that of their day when it is made")
    func healing() async throws {
        try await StorageDatabase.with { fixture in
            let soon = JobIDMinter { Date() + 8 * Self.day + 60 }
            let jobs = (0..<3).map { _ in Make.job(id: soon.mint()) }
            _ = try await fixture.store.enqueue(jobs)
            let claim = try await fixture.claimed(jobs[0].id)
            _ = try await fixture.store.end([claim], as: .lost, alone: false)
            _ = try await fixture.claimed(jobs[0].id)
            #expect(try await fixture.count("select count(*) from only jobs_default") == 3)
            try await fixture.database.query("select flotilla.ensure_partitions(9)")
            #expect(try await fixture.count("select count(*) from only jobs_default") == 0)
            #expect(try await fixture.count("select count(*) from only job_attempts_default") == 0)
            #expect(try await fixture.store.job(jobs[0].id, for: .everybody)?.attempts.count == 2)
            #expect(try await fixture.count("select count(*) from jobs") == 3)
        }
    }

    /// The work of one unit of statements on a table.
    private struct Work {
        let table: String
        let sequentialScans: Int64
        let indexScans: Int64
        let rowsByIndex: Int64
    }

    /// The counters may still hold what the connection did before: they are read before the unit and after it.
    private func work(_ database: Database, _ unit: [Query]) async throws -> [Work] {
        let look: Query = """
            select relname::text, coalesce(seq_scan, 0), coalesce(idx_scan, 0), coalesce(idx_tup_fetch, 0)
            from pg_stat_xact_user_tables where relname like 'jobs%' order by relname
            """
        let answers = try await database.execute([look] + unit + [look])
        let (before, after) = (answers[0].rows, answers[answers.count - 1].rows)
        return try zip(before, after).map { before, after in
            func difference(_ column: Int) throws -> Int64 {
                try after.decode(column, as: Int64.self) - before.decode(column, as: Int64.self)
            }
            return Work(
                table: try after.decode(0, as: String.self), sequentialScans: try difference(1),
                indexScans: try difference(2), rowsByIndex: try difference(3))
        }
    }

    private func units(_ claims: [Claim], _ test: StorageDatabase) throws -> [[Query]] {
        let settlements = claims.enumerated().map { index, claim in
            let transition: Transition =
                index.isMultiple(of: 2) ? .succeeded(result: Array("{}".utf8)) : .requeued(end: .released, error: nil)
            return test.settlement(claim, transition)
        }
        let claiming = PostgresJobStore.claimStatement(try #require(ClaimList(claims)), UUID(), alone: false)
        return [[claiming], try SettleUnit(settlements).statements()]
    }

    /// 100,000 jobs over three days, and batches of 100 whose ids lie all over a day. The connection planned its
    /// statements when the tables held a few rows, and they were not analysed since.
    @Test("a claim or a settlement reads the rows that it names, by the primary key, in the partitions of its ids")
    func plans() async throws {
        try await StorageDatabase.with { fixture in
            try await withOneConnection(fixture) { database in
                try await fill(fixture, 33_401...33_405)
                try await fixture.owner.withConnection { try await $0.script("analyze jobs; analyze job_attempts") }
                for unit in try units(Make.jobs(100).map { $0.claim() }, fixture) {
                    // Nothing is there to be settled.
                    _ = try? await work(database, unit)
                }
                try await fill(fixture, 1...33_400)
                let claims = try await spreadClaims(fixture)
                let tag = try await fixture.names("select to_char(now() at time zone 'utc', 'YYYYMMDD')")[0]
                for unit in try units(claims, fixture) {
                    let tables = try await work(database, unit)
                    #expect(tables.contains { $0.table == "jobs_\(tag)" && $0.rowsByIndex >= 100 })
                    for work in tables {
                        #expect(work.sequentialScans == 0, "\(work)")
                        // Twice each for claims; a few when the planner looks at the ends of an index.
                        #expect(work.rowsByIndex <= (work.table == "jobs_\(tag)" ? 210 : 4), "\(work)")
                        #expect(work.indexScans <= (work.table == "jobs_\(tag)" ? 210 : 4), "\(work)")
                    }
                }
                #expect(try await fixture.count("select count(*) from jobs where status = 'succeeded'") == 50)
            }
        }
    }

    /// A statement locks every partition that its plan knows, also those that it never reads.
    @Test("jobs that are accepted touch the partition of their ids alone, however many there are")
    func insertion() async throws {
        try await StorageDatabase.with { fixture in
            let batch = NewBatch(id: Make.minter.mint().uuid, tenant: Make.tenant)
            let members = JobInsertion([Make.job(batch: batch.id)]).statements()
            for unit in [JobInsertion(Make.jobs(3)).statements(), PostgresJobStore.creation(of: batch) + members] {
                let locked = try await fixture.database.withConnection { connection in
                    try await connection.query("begin")
                    for statement in unit { try await connection.query(statement) }
                    let names = try await connection.query(
                        """
                        select distinct relation::regclass::text from pg_locks
                        where pid = pg_backend_pid() and relation in (select inhrelid from pg_inherits
                            where inhparent in ('flotilla.jobs'::regclass, 'flotilla.job_attempts'::regclass))
                        """
                    ).rows.map { try $0.decode(0, as: String.self) }
                    try await connection.query("rollback")
                    return names
                }
                let today = try await fixture.names(
                    "select 'flotilla.jobs_' || to_char(now() at time zone 'utc', 'YYYYMMDD')")
                #expect(locked == today)
            }
        }
    }

    private func withOneConnection(
        _ fixture: StorageDatabase, _ body: @Sendable (Database) async throws -> Void
    ) async throws {
        let database = try Connections.database(url: Secret(fixture.url), name: "one")
        try await database.closed { try await body(database) }
    }

    private func fill(_ fixture: StorageDatabase, _ numbers: ClosedRange<Int32>) async throws {
        try await fixture.owner.query(
            """
            insert into jobs (id, tenant, kind, queue, status, priority, max_attempts, timeout_ms, payload)
            select flotilla.uuid_floor(date_trunc('day', now(), 'utc') + (day * 86400000 + n) * interval '1 ms'),
                \(Make.tenant), 'test.kind', 'test', 'queued', 4, 3, 1000, '{}'
            from generate_series(-1, 1) as day, generate_series(\(numbers.lowerBound), \(numbers.upperBound)) as n
            """)
    }

    /// Every 334th job of today.
    private func spreadClaims(_ fixture: StorageDatabase) async throws -> [Claim] {
        try await fixture.owner.query(
            """
            select id from (select id, row_number() over (order by id) as number from jobs
                where id >= flotilla.uuid_floor(date_trunc('day', now(), 'utc'))
                    and id < flotilla.uuid_floor(date_trunc('day', now(), 'utc') + interval '1 day')) today
            where number % 334 = 0 order by id
            """
        ).rows.map { Claim(id: JobID(try $0.decode(0, as: UUID.self)), token: .random()) }
    }
}
