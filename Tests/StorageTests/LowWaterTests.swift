import Foundation
import Jobs
import Postgres
import Testing

@testable import Storage

/// The marks below which open jobs are not looked for.
@Suite struct LowWaterTests {
    private static let hour = Duration.seconds(3600)

    private func minter(ago seconds: Double) -> JobIDMinter {
        let time = Date() - seconds
        return JobIDMinter { time }
    }

    private func settled(_ fixture: StorageDatabase, _ id: JobID, failed: Bool = false) async throws {
        _ = try await fixture.store.enqueue([Make.job(id: id)])
        let claim = try await fixture.claimed(id)
        let error = JobError(code: "gone", message: "No.")
        _ = try await fixture.settle(
            claim, failed ? .failed(error, end: .error) : .succeeded(result: Array("{}".utf8)))
    }

    private func bound(ago seconds: Double = 10) -> JobID { minter(ago: seconds).mint() }

    private func open(_ fixture: StorageDatabase) async throws -> [JobID] {
        try await fixture.store.openJobs(after: nil, limit: 100, horizon: Self.hour).items.map(\.id)
    }

    private func mark(_ fixture: StorageDatabase, of id: JobID) async throws -> JobID {
        let rows = try await fixture.owner.query(
            "select low_water from job_partitions where lower <= \(id.uuid) and upper > \(id.uuid)"
        ).rows
        return JobID(try rows[0].decode(0, as: UUID.self))
    }

    @Test("a mark rises to the first open job, page by page, and to the bound when all is settled")
    func rises() async throws {
        try await StorageDatabase.with { fixture in
            let old = minter(ago: 60)
            let ids = (0..<8).map { _ in old.mint() }
            for id in ids.prefix(5) { try await settled(fixture, id) }
            _ = try await fixture.store.enqueue(ids.suffix(3).map { Make.job(id: $0) })
            let top = bound()
            try await fixture.store.raiseLowWater(to: top, limit: 3)
            #expect(try await mark(fixture, of: top) == ids[2])
            for _ in 0..<2 { try await fixture.store.raiseLowWater(to: top, limit: 3) }
            #expect(try await mark(fixture, of: top) == ids[5])
            #expect(try await open(fixture) == Array(ids.suffix(3)))
            let claims = try await fixture.store.claim(
                ids.suffix(3).map { Make.job(id: $0).claim() }, for: UUID(), durably: false)
            try await fixture.store.raiseLowWater(to: top, limit: 10)
            #expect(try await mark(fixture, of: top) == ids[5])
            for claim in claims {
                _ = try await fixture.settle(claim.claim, .succeeded(result: Array("{}".utf8)))
            }
            try await fixture.store.raiseLowWater(to: top, limit: 10)
            #expect(try await mark(fixture, of: top) == top)
            try await fixture.store.raiseLowWater(to: ids[0], limit: 10)
            #expect(try await mark(fixture, of: top) == top)
        }
    }

    @Test("days whose jobs are all settled are not read when open jobs are listed")
    func skipsDays() async throws {
        try await StorageDatabase.with { fixture in
            let yesterday = minter(ago: 86_400)
            let ids = (0..<300).map { _ in yesterday.mint() }
            _ = try await fixture.store.enqueue(ids.map { Make.job(id: $0) })
            try await fixture.owner.query("update jobs set status = 'succeeded'")
            let today = Make.job(id: minter(ago: 60).mint())
            _ = try await fixture.store.enqueue([today])
            let day = try #require(
                try await fixture.names(
                    "select name from job_partitions where lower <= \(ids[0].uuid) and upper > \(ids[0].uuid)"
                ).first)
            for _ in 0..<3 { try await fixture.store.raiseLowWater(to: bound(), limit: 1000) }
            let look: Query = "select coalesce(idx_tup_fetch, 0) from pg_stat_xact_user_tables where relname = \(day)"
            let page = OpenRange("job.id, job.status", after: nil, limit: 100)
            let answers = try await fixture.database.execute([look, page.rows, look])
            #expect(try answers[1].rows.map { JobID(try $0.decode(0, as: UUID.self)) } == [today.id])
            let read = try [0, 2].map { try answers[$0].rows[0].decode(0, as: Int64.self) }
            #expect(read[0] == read[1])
        }
    }

    @Test("a mark does not pass what an open transaction may still commit")
    func openTransaction() async throws {
        try await StorageDatabase.with { fixture in
            let id = minter(ago: 25).mint()
            let job = Make.job(id: id)
            var known = LowWaterBound()
            try await fixture.database.withConnection { connection in
                try await connection.query("begin")
                for statement in JobInsertion([job]).statements() { try await connection.query(statement) }
                // The ids of its moment are behind the bound's age by now.
                for _ in 0..<3 {
                    let bound = known.note(try await fixture.store.transactions(age: .seconds(10)))
                    #expect(bound == nil)
                    if let bound { try await fixture.store.raiseLowWater(to: bound, limit: 100) }
                }
                try await connection.query("commit")
            }
            // Other databases of the server have transactions, too.
            var found: JobID?
            let end = ContinuousClock.now + .seconds(90)
            while found.map({ $0 < id }) ?? true, .now < end {
                found = known.note(try await fixture.store.transactions(age: .seconds(10)))
                try await Task.sleep(for: .milliseconds(5))
            }
            let bound = try #require(found)
            #expect(bound > id)
            try await fixture.store.raiseLowWater(to: bound, limit: 100)
            #expect(try await open(fixture) == [id])
            #expect(try await mark(fixture, of: id) == id)
        }
    }

    @Test("a job whose id was minted long before its commit lowers the mark")
    func lateInsertion() async throws {
        try await StorageDatabase.with { fixture in
            try await fixture.store.raiseLowWater(to: bound(), limit: 100)
            let ids = [minter(ago: 600).mint(), minter(ago: 300).mint(), minter(ago: 86_400).mint()]
            _ = try await fixture.store.enqueue((ids + [Make.minter.mint()]).map { Make.job(id: $0) })
            #expect(try await open(fixture).filter(ids.contains) == ids.sorted())
        }
    }

    @Test("a job that is retried while the marks rise is still found: the mark came first")
    func retryAfterMark() async throws {
        try await StorageDatabase.with { fixture in
            let id = minter(ago: 60).mint()
            try await settled(fixture, id, failed: true)
            try await fixture.owner.withConnection { connection in
                try await connection.query("begin")
                try await connection.query("select id from jobs where id = \(id.uuid) for update")
                let retry = Task { try await fixture.store.retry(id, for: .everybody) }
                // It has begun: what it sees is from before the mark.
                #expect(try await waiting(fixture, 1))
                try await fixture.owner.query("select 1")
                try await withSecondStore(fixture) { try await $0.raiseLowWater(to: bound(), limit: 100) }
                #expect(try await mark(fixture, of: id) > id)
                try await connection.query("commit")
                #expect(try await retry.value?.id == id)
            }
            #expect(try await mark(fixture, of: id) == id)
            #expect(try await open(fixture) == [id])
        }
    }

    @Test("a job that is retried while the marks rise is still found: the retry came first")
    func markAfterRetry() async throws {
        try await StorageDatabase.with { fixture in
            let id = minter(ago: 60).mint()
            try await settled(fixture, id, failed: true)
            try await fixture.owner.withConnection { connection in
                try await connection.script(
                    """
                    create function wait() returns trigger language plpgsql as
                        $$ begin perform pg_advisory_xact_lock(7); return new; end $$;
                    create trigger wait before insert on due for each row execute function wait()
                    """)
                try await connection.query("begin")
                // The retry has written all but its last row, and cannot commit.
                try await connection.query("select pg_advisory_xact_lock(7)")
                let retry = Task { try await fixture.store.retry(id, for: .everybody) }
                #expect(try await waiting(fixture, 1))
                let raise = Task {
                    try await withSecondStore(fixture) { try await $0.raiseLowWater(to: bound(), limit: 100) }
                }
                #expect(try await waiting(fixture, 2))
                try await connection.query("commit")
                #expect(try await retry.value?.id == id)
                try await raise.value
            }
            #expect(try await mark(fixture, of: id) <= id)
            #expect(try await open(fixture) == [id])
        }
    }

    private func waiting(_ fixture: StorageDatabase, _ count: Int) async throws -> Bool {
        let end = ContinuousClock.now + .seconds(10)
        while ContinuousClock.now < end {
            let found = try await fixture.count(
                """
                select count(*) from pg_stat_activity
                where datname = current_database() and wait_event_type = 'Lock'
                """)
            if found == count { return true }
            try await Task.sleep(for: .milliseconds(10))
        }
        return false
    }

    /// Over connections of its own.
    private func withSecondStore(
        _ fixture: StorageDatabase, _ body: @Sendable (PostgresJobStore) async throws -> Void
    ) async throws {
        let database = try Database(DatabaseConfiguration(url: fixture.url))
        try await database.closed { try await body(PostgresJobStore(database: database)) }
    }
}
