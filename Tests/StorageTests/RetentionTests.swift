import Foundation
import Jobs
import Postgres
import Testing

@testable import Storage

/// Old jobs go with their partition, and what is to stay takes its place.
@Suite struct RetentionTests {
    @Test("what is open, younger than its limit or holds a key stays, with its attempts; the rest goes")
    func chooses() async throws {
        try await AgedJobs.with { aged in
            let kind = JobDefinition(
                kind: "kept.kind", queue: "test", timeout: .seconds(1), retention: JobRetention(succeeded: .days(400)))
            let short = JobDefinition(
                kind: "short.kind", queue: "test", timeout: .seconds(1), retention: JobRetention(failed: .days(2)))
            try await aged.store.register([kind, short])
            var stay = [
                try await aged.job("failed"), try await aged.job("succeeded", kind: "kept.kind"),
                try await aged.job("succeeded", settled: 3),
            ]
            for status in ["queued", "scheduled", "retrying", "running"] { stay.append(try await aged.job(status)) }
            let holder = try await aged.job("succeeded")
            try await aged.owner.query(
                """
                insert into job_unique (tenant, kind, key, job_id, held_until)
                values (\(Make.tenant), 'test.kind', 'k', \(holder.uuid), now() + interval '1 day')
                """)
            stay.append(holder)
            var go: [JobID] = []
            for _ in 0..<20 { go.append(try await aged.job("succeeded")) }
            go += [try await aged.job("cancelled"), try await aged.job("failed", kind: "short.kind")]
            let report = try await aged.store.retention(AgedJobs.limits)
            #expect(report.filter { $0.jobs > 0 }.map(\.jobs) == [30])
            #expect(report.filter { $0.jobs > 0 }.map(\.past) == [22])
            #expect(try await aged.collect() == [.finished(dropped: 22, kept: 8)])
            #expect(try await aged.ids() == stay.sorted())
            #expect(try await aged.count("select count(*) from job_attempts") == stay.count)
            for id in go { #expect(try await aged.store.job(id, for: .everybody) == nil) }
            for id in stay { #expect(try await aged.store.job(id, for: .everybody)?.attempts.first?.attempt == 1) }
            #expect(try await aged.tables().filter { $0.hasPrefix("jobs_kept") }.count == 1)
            #expect(try await aged.tables().filter { !$0.contains("kept") } == aged.youngTables)
            #expect(try await aged.collect().isEmpty, "nothing more is to be done")
        }
    }

    @Test("a job that was kept is listed, offered, retried, cancelled and run like any other")
    func lives() async throws {
        try await AgedJobs.with { aged in
            let failed = try await aged.job("failed")
            let queued = try await aged.job("queued")
            let other = try await aged.job("queued")
            for _ in 0..<5 { _ = try await aged.job("succeeded") }
            for _ in 0..<3 { try await aged.store.raiseLowWater(to: JobIDMinter().mint(), limit: 1000) }
            #expect(try await aged.collect() == [.finished(dropped: 5, kept: 3)])
            #expect(try await aged.open() == [queued, other].sorted())
            let list = try await aged.store.jobs(
                JobFilter(status: .failed), before: nil, limit: 10, for: .tenant(Make.tenant))
            #expect(list.map(\.id) == [failed])
            for _ in 0..<3 { try await aged.store.raiseLowWater(to: JobIDMinter().mint(), limit: 1000) }
            #expect(try await aged.store.retry(failed, for: .tenant(Make.tenant))?.id == failed)
            #expect(try await aged.open() == [failed, queued, other].sorted())
            #expect(try await aged.store.cancel(other, for: .everybody)?.wasOpen == true)
            for id in [failed, queued] {
                let claim = try await aged.fixture.claimed(id)
                _ = try await aged.fixture.settle(claim, .succeeded(result: Array("{}".utf8)))
            }
            let ended = try await aged.store.job(failed, for: .everybody)
            #expect(ended?.status == .succeeded)
            #expect(ended?.attempts.map(\.attempt) == [1, 2, 3])
            #expect(try await aged.open().isEmpty)
        }
    }

    @Test("a job that runs while its partition goes is settled once, whenever its result comes")
    func running() async throws {
        // The steps: watch, copy, swap, drop, clean.
        for steps in 0...5 {
            try await AgedJobs.with { aged in
                let id = try await aged.job("queued")
                for _ in 0..<5 { _ = try await aged.job("succeeded") }
                let test = aged.fixture
                let claim = try await test.claimed(id)
                _ = try await aged.store.beginCollection(AgedJobs.limits)
                for _ in 0..<steps { _ = try await aged.store.makeCollectionStep(page: 100) }
                let settlement = test.settlement(claim, effects: [test.effect(id, false)])
                #expect(try await aged.store.settle([settlement]).committed == [claim])
                _ = try await aged.collect()
                let stranger = test.settlement(Claim(id: id, token: .random()), effects: [test.effect(id, false)])
                #expect(try await aged.store.settle([stranger]).committed.isEmpty)
                #expect(try await aged.store.settle([settlement]).committed == [claim], "it is settled already")
                #expect(try await test.effects(id) == 1)
                #expect(try await aged.store.job(id, for: .everybody)?.status == .succeeded, "after \(steps) steps")
                #expect(try await aged.ids() == [id])
            }
        }
    }

    @Test("what is retried, or claimed again, while its partition is copied stays as it is then")
    func touched() async throws {
        try await AgedJobs.with { aged in
            let cancelled = try await aged.job("cancelled")
            let queued = try await aged.job("queued")
            for _ in 0..<5 { _ = try await aged.job("succeeded") }
            _ = try await aged.store.beginCollection(AgedJobs.limits)
            for _ in 0..<2 { #expect(try await aged.store.makeCollectionStep(page: 100) == .made) }
            // Was to go, and was passed by.
            #expect(try await aged.store.retry(cancelled, for: .everybody) != nil)
            let claim = try await aged.fixture.claimed(queued)
            _ = try await aged.store.end([claim], as: .lost, alone: false)
            let token = try await aged.fixture.claimed(queued).token
            _ = try await aged.collect()
            #expect(try await aged.ids() == [cancelled, queued].sorted())
            #expect(try await aged.store.job(cancelled, for: .everybody)?.status == .queued)
            #expect(try await aged.open() == [cancelled])
            #expect(
                try await aged.store.running(among: [Claim(id: queued, token: token)])
                    == [Claim(id: queued, token: token)])
            #expect(try await aged.store.job(queued, for: .everybody)?.attempts.map(\.attempt) == [1, 2, 3, 4])
        }
    }

    @Test("a process killed at any step leaves the rest to another one; any number may work at once")
    func killed() async throws {
        for steps in 0...8 {
            try await AgedJobs.with { aged in
                var stay: [JobID] = []
                for _ in 0..<4 { stay.append(try await aged.job("failed")) }
                for _ in 0..<6 { _ = try await aged.job("succeeded") }
                _ = try await aged.store.beginCollection(AgedJobs.limits)
                for _ in 0..<steps { _ = try await aged.store.makeCollectionStep(page: 3) }
                // The next step is cut off before its commit.
                _ = try? await aged.owner.withConnection { connection in
                    try await connection.query("begin")
                    try await connection.query("select flotilla.job_collection_step(3)")
                    try await connection.query("select pg_terminate_backend(pg_backend_pid())")
                }
                try await withThrowingTaskGroup(of: [CollectionStep].self) { group in
                    for _ in 0..<4 { group.addTask { try await aged.collect(page: 3) } }
                    let ended = try await group.reduce(into: []) { $0 += $1 }
                    #expect(ended == (steps < 8 ? [.finished(dropped: 6, kept: 4)] : []), "after \(steps) steps")
                }
                #expect(try await aged.ids() == stay.sorted(), "after \(steps) steps")
                #expect(try await aged.tables().filter { !$0.contains("kept") } == aged.youngTables)
                #expect(try await aged.count("select count(*) from jobs_touched") == 0)
            }
        }
    }

    @Test("a transaction that stays open blocks retention, and nothing else")
    func blocked() async throws {
        try await AgedJobs.with { aged in
            for _ in 0..<5 { _ = try await aged.job("succeeded") }
            _ = try await aged.store.beginCollection(AgedJobs.limits)
            for _ in 0..<2 { #expect(try await aged.store.makeCollectionStep(page: 100) == .made) }
            try await aged.owner.withConnection { connection in
                try await connection.query("begin")
                for statement in JobInsertion([Make.job()]).statements() { try await connection.query(statement) }
                let start = ContinuousClock.now
                async let step = aged.store.makeCollectionStep(page: 100)
                for _ in 0..<20 { _ = try await aged.store.enqueue([Make.job()]) }
                #expect(try await step == .blocked)
                #expect(ContinuousClock.now - start < .seconds(20))
                #expect(try await aged.store.makeCollectionStep(page: 100) != .made)
                try await connection.query("rollback")
            }
            #expect(try await aged.collect() == [.finished(dropped: 5, kept: 0)])
            #expect(try await aged.count("select count(*) from jobs") == 20)
        }
    }

    @Test("kept jobs go when their own limit is over; small parts become one")
    func again() async throws {
        try await AgedJobs.with { aged in
            try await aged.makeDay(ago: 39)
            let failed = [try await aged.job("failed"), try await aged.job("failed", age: 39)]
            let open = try await aged.job("queued", age: 39)
            for age in [39.0, 40] { for _ in 0..<3 { _ = try await aged.job("succeeded", age: age) } }
            let steps = try await aged.collect()
            #expect(steps == [.finished(dropped: 3, kept: 1), .finished(dropped: 3, kept: 3)])
            #expect(try await aged.ids() == (failed + [open]).sorted())
            #expect(try await aged.count("select count(*) from job_partitions where name like '%kept%'") == 1)
            let limits = FleetRetention(succeeded: .days(30), failed: .days(35), cancelled: .days(30))
            #expect(try await aged.collect(limits) == [.finished(dropped: 2, kept: 1)])
            #expect(try await aged.ids() == [open])
            #expect(try await aged.open() == [open])
        }
    }

    @Test("who waits for another job goes on waiting; finished batches go after their last member")
    func following() async throws {
        try await AgedJobs.with { aged in
            let gone = try await aged.job("succeeded")
            let waiting = try await aged.job("scheduled")
            let member = try await aged.job("failed")
            for _ in 0..<5 { _ = try await aged.job("succeeded") }
            try await aged.owner.query(
                """
                insert into job_dependencies (child, parent, tenant)
                select child, gen_random_uuid(), \(Make.tenant) from unnest(\([gone.uuid, waiting.uuid])) as new(child)
                """)
            try await aged.owner.query("update jobs set batch_id = id where id = \(member.uuid)")
            try await aged.owner.query(
                """
                insert into job_batches (id, tenant, finished_at)
                select id, \(Make.tenant), case id when \(waiting.uuid) then null else now() end
                from unnest(\([gone.uuid, waiting.uuid, member.uuid])) as new(id)
                """)
            #expect(try await aged.collect() == [.finished(dropped: 6, kept: 2)])
            #expect(try await aged.count("select count(*) from job_dependencies where child = \(waiting.uuid)") == 1)
            #expect(try await aged.count("select count(*) from job_dependencies") == 1)
            let batches = try await aged.owner.query("select id from job_batches order by id").rows
            #expect(
                try batches.map { JobID(try $0.decode(0, as: UUID.self)) } == [waiting, member].sorted(),
                "the open one, and the one with a member")
        }
    }

    @Test("tables that name jobs keep them, or lose the rows of those that went")
    func references() async throws {
        try await AgedJobs.with { aged in
            try await aged.owner.withConnection {
                try await $0.script(
                    """
                    create table flotilla.notes (job_id uuid primary key);
                    create table flotilla.waits (job_id uuid primary key);
                    grant select, delete on notes to flotilla_dispatcher;
                    insert into job_references values ('notes', 'job_id', false), ('waits', 'job_id', true)
                    """)
            }
            let gone = try await aged.job("succeeded")
            let failed = try await aged.job("failed")
            let awaited = try await aged.job("succeeded")
            for _ in 0..<5 { _ = try await aged.job("succeeded") }
            try await aged.owner.query("insert into notes select unnest(\([gone.uuid, failed.uuid, awaited.uuid]))")
            try await aged.owner.query("insert into waits values (\(awaited.uuid))")
            #expect(try await aged.collect(page: 2) == [.finished(dropped: 6, kept: 2)])
            #expect(try await aged.ids() == [failed, awaited].sorted())
            #expect(try await aged.count("select count(*) from notes") == 2)
        }
    }
}

extension Duration {
    static func days(_ count: Int) -> Duration { .seconds(count * 86_400) }
}
