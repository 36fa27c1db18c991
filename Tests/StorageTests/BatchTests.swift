import Foundation
import Jobs
import Postgres
import Storage
import Testing

/// Batches: counts, callbacks, members that come later, cancellation.
@Suite struct BatchTests {
    private static let success = Transition.succeeded(result: Array("{}".utf8))
    private static let failure = Transition.failed(JobError(code: "no", message: "No."), end: .error)

    private func end(
        _ job: NewJob, _ transition: Transition = success, followUps: [NewJob] = [], in fixture: StorageDatabase
    ) async throws {
        let test = fixture
        let settlement = test.settlement(try await test.claimed(job.id), transition, followUps: followUps)
        let report = try await fixture.store.settle([settlement])
        guard report.committed.count == 1 else { throw NotSettled(description: "\(report)") }
    }

    /// A batch of so many jobs, with a callback.
    private func begin(_ count: Int, in fixture: StorageDatabase) async throws -> (NewBatch, [NewJob]) {
        let batch = NewBatch(id: Make.minter.mint().uuid, tenant: Make.tenant, name: "b", callback: Make.job())
        let jobs = (0..<count).map { _ in Make.job(batch: batch.id) }
        _ = try await fixture.store.enqueue(jobs, making: batch)
        return (batch, jobs)
    }

    private func record(_ batch: NewBatch, _ fixture: StorageDatabase) async throws -> BatchRecord {
        try #require(try await fixture.store.batch(batch.id, for: .tenant(Make.tenant)))
    }

    private func callback(_ batch: NewBatch, _ fixture: StorageDatabase) async throws -> JobStatus? {
        try await fixture.store.job(try #require(batch.callback).id, for: .everybody)?.status
    }

    private struct Payload: Decodable {
        let n: Int
        let batch: BatchOutcome
    }

    @Test("however members end they are counted, and the callback runs once when all are settled, with the counts")
    func counts() async throws {
        try await StorageDatabase.with { fixture in
            let (batch, jobs) = try await begin(7, in: fixture)
            #expect(try await record(batch, fixture).total == 7)
            let test = fixture
            try await end(jobs[0], in: fixture)
            try await end(jobs[1], Self.failure, in: fixture)
            _ = try await fixture.store.cancel(jobs[2].id, for: .everybody)
            try await end(jobs[3], .failed(.expired, end: .refused), in: fixture)
            _ = try await fixture.store.end([try await test.claimed(jobs[4].id)], as: .crashed, alone: true)
            let running = try await test.claimed(jobs[5].id)
            _ = try await fixture.store.cancel(jobs[5].id, for: .everybody)
            _ = try await fixture.store.end([running], as: .lost, alone: false)
            // Not the end of a job.
            _ = try await test.settle(
                try await test.claimed(jobs[6].id),
                .retry(after: .zero, error: JobError(code: "no", message: "No."), end: .error))
            let before = try await record(batch, fixture)
            _ = try await fixture.follow()
            let now = try await record(batch, fixture)
            for record in [before, now] {
                #expect(record.succeeded == 1 && record.failed == 3 && record.cancelled == 2 && record.pending == 1)
                #expect(record.percent == 85 && record.status == .running && record.finishedAt == nil)
            }
            #expect(try await callback(batch, fixture) == .scheduled)
            try await end(jobs[6], in: fixture)
            let released = try await fixture.follow().released
            #expect(released == [batch.callback?.id])
            let finished = try await record(batch, fixture)
            #expect(finished.status == .finished && finished.percent == 100 && finished.callback == batch.callback?.id)
            #expect(try await callback(batch, fixture) == .queued)
            let claim = batch.callback!.claim()
            let claimed = try await fixture.store.claim([claim], for: UUID(), durably: true)
            let payload = try JSONDecoder().decode(Payload.self, from: Data(try #require(claimed.first).payload))
            #expect(payload.n == 1)
            #expect(
                payload.batch
                    == BatchOutcome(id: batch.id, name: "b", total: 7, succeeded: 2, failed: 3, cancelled: 2))
            #expect(try await fixture.leftovers() == 0)
        }
    }

    @Test("an empty batch calls back at once; one without a callback just ends")
    func empty() async throws {
        try await StorageDatabase.with { fixture in
            let (batch, _) = try await begin(0, in: fixture)
            #expect(try await fixture.follow().released == [batch.callback?.id])
            #expect(try await record(batch, fixture).percent == 100)
            let plain = NewBatch(id: Make.minter.mint().uuid, tenant: Make.tenant)
            let job = Make.job(batch: plain.id)
            _ = try await fixture.store.enqueue([job], making: plain)
            try await end(job, in: fixture)
            _ = try await fixture.follow()
            #expect(try await record(plain, fixture).status == .finished)
            #expect(
                try await fixture.store.batches(before: nil, limit: 9, for: .everybody).map(\.id) == [
                    plain.id, batch.id,
                ])
            #expect(
                try await fixture.store.batches(before: plain.id, limit: 9, for: .everybody).map(\.id) == [batch.id])
        }
    }

    @Test("members that a result brings along belong to the batch before it can end, whenever it is counted")
    func fanOut() async throws {
        try await StorageDatabase.with { fixture in
            for _ in 0..<5 {
                let (batch, jobs) = try await begin(2, in: fixture)
                let counting = Task {
                    var released: [JobID] = []
                    while try await record(batch, fixture).status != .finished {
                        released += try await fixture.store.makeStep(of: .batches).released
                    }
                    return released
                }
                var open = jobs
                var total = 2
                while let job = open.popLast() {
                    #expect(try await callback(batch, fixture) == .scheduled)
                    let more = total < 40 ? (0..<3).map { _ in Make.job(batch: batch.id) } : []
                    try await end(job, followUps: more, in: fixture)
                    total += more.count
                    open += more
                }
                #expect(try await counting.value == [batch.callback?.id])
                let finished = try await record(batch, fixture)
                #expect(finished.total == total && finished.succeeded == total)
            }
        }
    }

    @Test(
        "a batch whose changes are counted in several steps does not end between the end of a member and what it brought"
    )
    func manyChanges() async throws {
        try await StorageDatabase.with { fixture in
            let (batch, jobs) = try await begin(1, in: fixture)
            // With those of the beginning and the end of the member, as many as one step counts.
            try await fixture.owner.query(
                "insert into batch_changes (batch) select \(batch.id) from generate_series(1, 4997)")
            let more = Make.job(batch: batch.id)
            try await end(jobs[0], followUps: [more], in: fixture)
            #expect(try await fixture.store.makeStep(of: .batches).released.isEmpty)
            #expect(try await fixture.count("select count(*) from batch_changes") == 1)
            #expect(try await record(batch, fixture).status == .running)
            #expect(try await fixture.follow().released.isEmpty)
            try await end(more, in: fixture)
            #expect(try await fixture.follow().released == [batch.callback?.id])
        }
    }

    @Test("who adds to a batch that is about to end waits until it is known whether it ended") func closing()
        async throws
    {
        try await StorageDatabase.with { fixture in
            let (batch, _) = try await begin(1, in: fixture)
            try await fixture.owner.withConnection { ending in
                try await ending.query("begin")
                try await ending.query("update job_batches set finished_at = now() where id = \(batch.id)")
                let joining = Task { try await fixture.store.enqueue([Make.job(batch: batch.id)]) }
                try await Task.sleep(for: .milliseconds(200))
                try await ending.query("commit")
                await #expect(throws: BatchClosed.self) { try await joining.value }
            }
        }
    }

    @Test("sixteen writers end members while four count: the counts are right and the callback is released once")
    func together() async throws {
        try await StorageDatabase.with { fixture in
            let (batch, jobs) = try await begin(320, in: fixture)
            let releases = try await withThrowingTaskGroup(of: [JobID].self) { group in
                for part in 0..<16 {
                    group.addTask {
                        for (index, job) in jobs[(part * 20)..<(part * 20 + 20)].enumerated() {
                            try await end(job, index % 4 == 0 ? Self.failure : Self.success, in: fixture)
                        }
                        return []
                    }
                }
                for _ in 0..<4 {
                    group.addTask {
                        var released: [JobID] = []
                        while try await record(batch, fixture).status != .finished {
                            released += try await fixture.store.makeStep(of: .batches).released
                        }
                        return released
                    }
                }
                return try await group.reduce([]) { $0 + $1 }
            }
            #expect(releases == [batch.callback?.id])
            let finished = try await record(batch, fixture)
            #expect(finished.total == 320 && finished.failed == 80 && finished.succeeded == 240)
            #expect(try await fixture.leftovers() == 0)
        }
    }

    @Test("a member that is retried opens its batch again and is counted anew; the callback runs no second time")
    func retry() async throws {
        try await StorageDatabase.with { fixture in
            let (batch, jobs) = try await begin(2, in: fixture)
            try await end(jobs[0], in: fixture)
            try await end(jobs[1], Self.failure, in: fixture)
            _ = try await fixture.follow()
            #expect(try await record(batch, fixture).status == .finished)
            try await end(try #require(batch.callback), in: fixture)
            _ = try await fixture.store.retry(jobs[1].id, for: .everybody)
            _ = try await fixture.follow()
            let open = try await record(batch, fixture)
            #expect(open.status == .running && open.failed == 0 && open.pending == 1)
            try await end(jobs[1], in: fixture)
            #expect(try await fixture.follow().released.isEmpty)
            let finished = try await record(batch, fixture)
            #expect(finished.status == .finished && finished.succeeded == 2 && finished.failed == 0)
            #expect(try await callback(batch, fixture) == .succeeded)
        }
    }

    @Test("jobs are added to an open batch, not to one that is finished, cancelled, foreign or unknown")
    func joining() async throws {
        try await StorageDatabase.with { fixture in
            let (batch, jobs) = try await begin(1, in: fixture)
            let more = Make.job(batch: batch.id)
            _ = try await fixture.store.enqueue([more])
            _ = try await fixture.store.enqueue([more])
            #expect(try await record(batch, fixture).total == 2)
            await #expect(throws: BatchClosed.self) {
                try await fixture.store.enqueue([Make.job(tenant: UUID(), batch: batch.id)])
            }
            await #expect(throws: BatchClosed.self) { try await fixture.store.enqueue([Make.job(batch: UUID())]) }
            for job in [jobs[0], more] { try await end(job, in: fixture) }
            _ = try await fixture.follow()
            await #expect(throws: BatchClosed.self) { try await fixture.store.enqueue([Make.job(batch: batch.id)]) }
            let (cancelled, _) = try await begin(1, in: fixture)
            _ = try await fixture.store.cancelBatch(cancelled.id, for: .everybody)
            await #expect(throws: BatchClosed.self) {
                try await fixture.store.enqueue([Make.job(batch: cancelled.id)])
            }
            #expect(try await fixture.count("select count(*) from jobs where batch_id = \(batch.id)") == 2)
        }
    }

    @Test("cancelling a batch ends what waits and asks what runs to end, with their new members; it calls back once")
    func cancel() async throws {
        try await StorageDatabase.with { fixture in
            let (batch, jobs) = try await begin(1000, in: fixture)
            let waiting = Make.job(after: [jobs[0]], batch: batch.id)
            _ = try await fixture.store.enqueue([waiting])
            try await end(jobs[1], in: fixture)
            let claim = try await fixture.claimed(jobs[0].id)
            #expect(try await fixture.store.cancelBatch(batch.id, for: .tenant(UUID())) == nil)
            #expect(try await fixture.store.cancelBatch(batch.id, for: .tenant(Make.tenant))?.status == .cancelling)
            // One step is a page.
            _ = try await fixture.store.makeStep(of: .cancellations)
            #expect(try await fixture.count("select count(*) from jobs where status = 'cancelled'") == 498)
            let steps = try await fixture.follow().steps
            #expect(steps < 20)
            #expect(try await fixture.store.requests(to: UUID(), running: [jobs[0].id]).cancelled == [jobs[0].id])
            let open = try await record(batch, fixture)
            #expect(open.pending == 1 && open.cancelled == 999 && open.status == .cancelling)
            // A member that a running one adds although it was asked to end.
            let late = Make.job(batch: batch.id)
            _ = try await fixture.store.settle([fixture.settlement(claim, followUps: [late])])
            #expect(try await fixture.follow().released == [batch.callback?.id])
            #expect(try await fixture.store.job(late.id, for: .everybody)?.status == .cancelled)
            let finished = try await record(batch, fixture)
            #expect(finished.succeeded == 2 && finished.cancelled == 1000 && finished.status == .finished)
            #expect(try await fixture.leftovers() == 0)
        }
    }

    @Test("a tenant sees its own batches and what its own jobs follow, and no other tenant's")
    func walls() async throws {
        try await StorageDatabase.with { fixture in
            let (batch, jobs) = try await begin(1, in: fixture)
            _ = try await fixture.store.enqueue([Make.job(after: jobs)])
            var filter = JobFilter()
            filter.batch = batch.id
            let members = try await fixture.store.jobs(filter, before: nil, limit: 9, for: .tenant(Make.tenant))
            #expect(members.map(\.id) == jobs.map(\.id) && members[0].batch == batch.id)
            let other = JobScope.tenant(UUID())
            #expect(try await fixture.store.batch(batch.id, for: other) == nil)
            #expect(try await fixture.store.batches(before: nil, limit: 9, for: other).isEmpty)
            for table in ["flotilla.job_batches", "flotilla.job_dependencies"] {
                for (tenant, expected) in [(Make.tenant, 1), (UUID(), 0)] {
                    let rows = try await fixture.database.execute([
                        .enter(tenant: tenant), "select count(*) from \(unescaped: table)",
                    ])
                    #expect(try rows[1].rows[0].decode(0, as: Int64.self) == expected)
                }
            }
        }
    }
}
