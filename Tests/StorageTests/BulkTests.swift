import Foundation
import Jobs
import Postgres
import Storage
import Testing

/// Many jobs retried or cancelled at once.
@Suite struct BulkTests {
    private func begin(
        _ action: BulkOperation.Action, _ filter: JobFilter, rate: Int? = nil, limit: Int? = nil,
        for scope: JobScope = .everybody, in fixture: StorageDatabase
    ) async throws -> UUID {
        let operation = BulkOperation(id: UUID(), action: action, filter: filter, rate: rate, limit: limit)
        try await fixture.store.begin(operation, for: scope)
        return operation.id
    }

    private func steps(_ fixture: StorageDatabase) async throws -> Int {
        var count = 0
        while try await fixture.store.makeBulkStep() { count += 1 }
        return count
    }

    private func failed(
        _ count: Int, code: String = "busy", minter: JobIDMinter = Make.minter, in fixture: StorageDatabase
    ) async throws -> [NewJob] {
        let jobs = (0..<count).map { _ in Make.job(id: minter.mint()) }
        _ = try await fixture.store.enqueue(jobs)
        let ids = jobs.map(\.id.uuid)
        try await fixture.owner.query(
            """
            update jobs set status = 'failed', attempt = 1, errors = 3, attempt_end = 'error', finished_at = now(),
                error = jsonb_build_object('code', \(code), 'message', 'No.')
            where id = any(\(ids))
            """)
        return jobs
    }

    @Test("dead letters that a filter finds are queued again in bounded steps, and listed for the dispatcher")
    func retry() async throws {
        try await StorageDatabase.with { fixture in
            let busy = try await failed(1200, in: fixture)
            _ = try await failed(30, code: "other", in: fixture)
            _ = try await fixture.store.enqueue(Make.jobs(2500))
            var filter = JobFilter(status: .failed, kind: "test.kind")
            filter.errorCode = "busy"
            let id = try await begin(.retry, filter, in: fixture)
            let later = try await failed(1, minter: JobIDMinter(clock: { Date() + 1 }), in: fixture)
            #expect(try await steps(fixture) >= 4)
            let record = try #require(try await fixture.store.bulkOperation(id, for: .everybody))
            #expect(record.status == .done && record.changed == 1200 && record.skipped == 0)
            #expect(record.examined >= 3730 && record.finishedAt != nil)
            #expect(try await fixture.count("select count(*) from jobs where status = 'failed'") == 31)
            #expect(Set(try await fixture.store.enqueued(limit: 5000)) == Set(busy.map(\.id)))
            let again = try #require(try await fixture.store.job(busy[0].id, for: .everybody))
            #expect(again.status == .queued && again.errors == 0)
            // Minted after the operation.
            #expect(try await fixture.store.job(later[0].id, for: .everybody)?.status == .failed)
        }
    }

    @Test("waiting jobs are cancelled and running ones asked to end, of one tenant when it is a tenant who asks")
    func cancel() async throws {
        try await StorageDatabase.with { fixture in
            let test = fixture
            let running = try await test.claimed()
            let waiting = Make.job(runAt: Date() + 60)
            let foreign = Make.job(tenant: UUID())
            _ = try await fixture.store.enqueue([waiting, foreign])
            let settled = try await failed(1, in: fixture)
            let scope = JobScope.tenant(Make.tenant)
            let id = try await begin(.cancel, JobFilter(kind: "test.kind"), for: scope, in: fixture)
            _ = try await steps(fixture)
            #expect(try await fixture.store.bulkOperation(id, for: scope)?.changed == 2)
            #expect(try await fixture.store.bulkOperation(id, for: .tenant(UUID())) == nil)
            #expect(try await fixture.store.job(waiting.id, for: .everybody)?.status == .cancelled)
            #expect(try await fixture.store.job(foreign.id, for: .everybody)?.status == .queued)
            #expect(try await fixture.store.job(settled[0].id, for: .everybody)?.status == .failed)
            #expect(try await fixture.store.requests(to: UUID(), running: [running.id]).cancelled == [running.id])
        }
    }

    @Test("a rate holds, and a limit is not passed")
    func pace() async throws {
        try await StorageDatabase.with { fixture in
            _ = try await failed(100, in: fixture)
            let id = try await begin(.retry, JobFilter(status: .failed), rate: 40, limit: 35, in: fixture)
            for expected in [10, 20, 30, 35] {
                // As if the last step were long ago.
                try await fixture.owner.query("update bulk_operations set next_at = now()")
                #expect(try await fixture.store.makeBulkStep())
                #expect(try await fixture.store.bulkOperation(id, for: .everybody)?.changed == expected)
            }
            #expect(try await fixture.store.bulkOperation(id, for: .everybody)?.status == .done)
            #expect(try await fixture.count("select count(*) from jobs where status = 'queued'") == 30 + 5)
            let slow = try await begin(.retry, JobFilter(status: .failed), rate: 1, in: fixture)
            #expect(try await fixture.store.makeBulkStep())
            let isPaced = "next_at >= created_at + interval '1 second'"
            #expect(
                try await fixture.count(
                    "select count(*) from bulk_operations where id = \(slow) and \(unescaped: isPaced)") == 1)
        }
    }

    @Test("several processes make the steps of one operation, and each job is changed once")
    func together() async throws {
        try await StorageDatabase.with { fixture in
            _ = try await failed(3000, in: fixture)
            let id = try await begin(.retry, JobFilter(status: .failed), in: fixture)
            try await withThrowingTaskGroup(of: Void.self) { group in
                for _ in 0..<4 {
                    group.addTask {
                        while try await fixture.store.bulkOperation(id, for: .everybody)?.status == .running {
                            _ = try await fixture.store.makeBulkStep()
                        }
                    }
                }
                try await group.waitForAll()
            }
            let record = try #require(try await fixture.store.bulkOperation(id, for: .everybody))
            #expect(record.changed == 3000 && record.examined == 3000 && record.skipped == 0)
        }
    }

    @Test("a dead letter whose unique key another job holds is skipped, and its neighbours are not")
    func takenKey() async throws {
        try await StorageDatabase.with { fixture in
            let old = Make.job(unique: "k")
            _ = try await fixture.store.end([try await fixture.claimed(old)], as: .crashed, alone: true)
            _ = try await failed(2, in: fixture)
            _ = try await fixture.store.enqueue([Make.job(unique: "k")])
            let id = try await begin(.retry, JobFilter(status: .failed), in: fixture)
            _ = try await steps(fixture)
            let record = try #require(try await fixture.store.bulkOperation(id, for: .everybody))
            #expect(record.changed == 2 && record.skipped == 1 && record.status == .done)
        }
    }

    @Test("jobs are chosen by the time at which they were made")
    func times() async throws {
        try await StorageDatabase.with { fixture in
            let minter = JobIDMinter { Date() - 3600 }
            let old = Make.job(id: minter.mint())
            let young = Make.job()
            _ = try await fixture.store.enqueue([old, young])
            var filter = JobFilter()
            filter.createdBefore = Date() - 1800
            _ = try await begin(.cancel, filter, in: fixture)
            _ = try await steps(fixture)
            #expect(try await fixture.store.job(old.id, for: .everybody)?.status == .cancelled)
            #expect(try await fixture.store.job(young.id, for: .everybody)?.status == .queued)
            filter = JobFilter()
            filter.createdAfter = Date() - 1800
            _ = try await begin(.cancel, filter, in: fixture)
            _ = try await steps(fixture)
            #expect(try await fixture.store.job(young.id, for: .everybody)?.status == .cancelled)
        }
    }

    @Test("of operations that one tenant begins at the same time four run, and another tenant's begins beside them")
    func bounded() async throws {
        try await StorageDatabase.with { fixture in
            for _ in 0..<8 {
                let scope = JobScope.tenant(UUID())
                let refused = try await fixture.owner.withConnection { connection in
                    // All that may come this far stand here, and go on together.
                    try await connection.query("begin")
                    try await connection.query("lock table bulk_operations in share mode")
                    async let refused = refusals(of: 32, for: scope, in: fixture)
                    try await Task.sleep(for: .milliseconds(100))
                    try await connection.query("commit")
                    return try await refused
                }
                #expect(refused == 28)
            }
            _ = try await steps(fixture)
            #expect(try await refusals(of: 1, for: .tenant(Make.tenant), in: fixture) == 0)
        }
    }

    @Test("a tenant with one operation has its step after one of a tenant with four") func turns() async throws {
        try await StorageDatabase.with { fixture in
            let (busy, other) = (UUID(), UUID())
            _ = try await fixture.store.enqueue((0..<1200).map { _ in Make.job(tenant: busy) })
            _ = try await fixture.store.enqueue([Make.job(tenant: other)])
            for tenant in [busy, busy, busy, busy, other] {
                _ = try await begin(.cancel, JobFilter(kind: "test.kind"), for: .tenant(tenant), in: fixture)
            }
            for _ in 0..<2 { #expect(try await fixture.store.makeBulkStep()) }
            let changed = "select count(*) from bulk_operations where tenant = \(other) and changed = 1" as Query
            #expect(try await fixture.count(changed) == 1)
        }
    }

    private func refusals(of count: Int, for scope: JobScope, in fixture: StorageDatabase) async throws -> Int {
        try await withThrowingTaskGroup(of: Bool.self) { group in
            for _ in 0..<count {
                group.addTask {
                    do {
                        _ = try await begin(.cancel, JobFilter(kind: "test.kind"), for: scope, in: fixture)
                        return false
                    } catch is TooManyOperations {
                        return true
                    }
                }
            }
            return try await group.reduce(0) { $0 + ($1 ? 1 : 0) }
        }
    }
}
