import Foundation
import Jobs
import Postgres
import Testing

@testable import Storage

/// Keys that outlast their jobs.
@Suite struct UniqueKeyTests {
    private let scope = JobScope.tenant(Make.tenant)

    private func keyed(_ period: Duration? = .seconds(3600)) -> NewJob {
        var job = Make.job(unique: "k")
        job.uniqueFor = period
        return job
    }

    /// As if the period of every key had passed.
    private func pass(_ fixture: StorageDatabase) async throws {
        try await fixture.owner.query("update job_unique set held_until = now() - interval '1 second'")
    }

    @Test("a key with a period is held until that has passed, however its job was settled before")
    func period() async throws {
        let error = JobError(code: "busy", message: "Not now.")
        let ends: [@Sendable (StorageDatabase, Claim) async throws -> Void] = [
            { fixture, claim in
                let test = fixture
                _ = try await fixture.store.settle([test.settlement(claim, isUnique: true)])
            },
            { fixture, claim in
                let end = fixture.settlement(claim, .failed(error, end: .error), isUnique: true)
                _ = try await fixture.store.settle([end])
            },
            { fixture, claim in
                _ = try await fixture.store.cancel(claim.id, for: .everybody)
                let again = Transition.requeued(end: .released, error: nil)
                _ = try await fixture.store.settle([fixture.settlement(claim, again, isUnique: true)])
            },
            { fixture, claim in _ = try await fixture.store.end([claim], as: .crashed, alone: true) },
            { fixture, claim in
                _ = try await fixture.store.end([claim], as: .released, alone: false)
                _ = try await fixture.store.cancel(claim.id, for: .everybody)
            },
        ]
        for (index, end) in ends.enumerated() {
            try await StorageDatabase.with { fixture in
                let first = keyed()
                try await end(fixture, try await fixture.claimed(first))
                #expect(try await fixture.store.job(first.id, for: scope)?.status.isSettled == true, "\(index)")
                let second = keyed()
                #expect(try await fixture.store.enqueue([second]) == [second.id: first.id], "\(index)")
                try await pass(fixture)
                let third = keyed()
                #expect(try await fixture.store.enqueue([third]).isEmpty, "\(index)")
                let fourth = keyed()
                #expect(try await fixture.store.enqueue([fourth]) == [fourth.id: third.id], "\(index)")
            }
        }
    }

    @Test("a key whose period has passed is held as long as its job is open, and goes with it")
    func openBeyondPeriod() async throws {
        try await StorageDatabase.with { fixture in
            let first = keyed(.milliseconds(1))
            let claim = try await fixture.claimed(first)
            try await pass(fixture)
            let second = keyed()
            #expect(try await fixture.store.enqueue([second]) == [second.id: first.id])
            _ = try await fixture.store.settle([fixture.settlement(claim, isUnique: true)])
            #expect(try await fixture.count("select count(*) from job_unique") == 0)
        }
    }

    @Test("of many that enqueue a key whose period has passed, one takes it, and all get the same job")
    func race() async throws {
        try await StorageDatabase.with { fixture in
            for _ in 0..<5 {
                let old = keyed()
                _ = try await fixture.store.enqueue([old])
                try await pass(fixture)
                try await fixture.owner.query("update jobs set status = 'succeeded' where status = 'queued'")
                let told = try await withThrowingTaskGroup(of: JobID.self) { group in
                    for _ in 0..<16 {
                        let job = keyed()
                        group.addTask { try await fixture.store.enqueue([job])[job.id] ?? job.id }
                    }
                    return try await group.reduce(into: Set()) { $0.insert($1) }
                }
                #expect(told.count == 1 && !told.contains(old.id))
                #expect(try await fixture.count("select count(*) from jobs where status = 'queued'") == 1)
            }
        }
    }

    @Test("a dead letter that is being queued again keeps its key, although the period has passed")
    func retryMeetsEnqueue() async throws {
        try await StorageDatabase.with { fixture in
            let old = keyed()
            _ = try await fixture.store.end([try await fixture.claimed(old)], as: .crashed, alone: true)
            try await pass(fixture)
            let rival = keyed()
            let list = try #require(IDList([old.id]))
            try await fixture.database.withConnection { connection in
                try await connection.query("begin")
                try await connection.query(PostgresJobStore.revival(of: list, for: scope))
                // Its snapshot is of before the commit.
                async let told = fixture.store.enqueue([rival])
                let end = ContinuousClock.now + .seconds(10)
                while ContinuousClock.now < end,
                    try await fixture.count("select count(*) from pg_locks where not granted") == 0
                {}
                try await connection.query("commit")
                #expect(try await told == [rival.id: old.id])
            }
            #expect(try await fixture.store.job(old.id, for: scope)?.status == .queued)
        }
    }

    @Test("a dead letter takes its key back from a settled job whose period has passed, and not before")
    func retryTakesOver() async throws {
        try await StorageDatabase.with { fixture in
            let old = Make.job(unique: "k")
            _ = try await fixture.store.end([try await fixture.claimed(old)], as: .crashed, alone: true)
            let claim = try await fixture.claimed(keyed())
            _ = try await fixture.store.settle([fixture.settlement(claim, isUnique: true)])
            await #expect(throws: UniqueKeyTaken.self) { _ = try await fixture.store.retry(old.id, for: scope) }
            try await pass(fixture)
            #expect(try await fixture.store.retry(old.id, for: scope) == old.offer)
            let next = keyed()
            #expect(try await fixture.store.enqueue([next]) == [next.id: old.id])
        }
    }

    @Test("keys whose period has passed are forgotten, unless their job is open")
    func forgetting() async throws {
        try await StorageDatabase.with { fixture in
            var jobs = (0..<6).map { Make.job(unique: "\($0)") }
            for index in jobs.indices { jobs[index].uniqueFor = .seconds(3600) }
            _ = try await fixture.store.enqueue(jobs)
            #expect(try await fixture.store.forgetUniqueKeys(limit: 10) == 0)
            try await fixture.owner.query(
                "update job_unique set held_until = now() - interval '1 second' where key <> '5'")
            let settled = jobs[2...].map(\.id.uuid)
            try await fixture.owner.query("update jobs set status = 'succeeded' where id = any(\(settled))")
            #expect(try await fixture.store.forgetUniqueKeys(limit: 2) == 2)
            #expect(try await fixture.store.forgetUniqueKeys(limit: 2) == 1)
            #expect(try await fixture.names("select key from job_unique order by key") == ["0", "1", "5"])
        }
    }
}
