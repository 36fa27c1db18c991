import Foundation
import Jobs
import Postgres
import Storage
import Testing

/// Jobs that follow others.
@Suite struct FollowTests {
    private func status(_ job: NewJob, _ fixture: StorageDatabase) async throws -> JobStatus? {
        try await fixture.store.job(job.id, for: .everybody)?.status
    }

    /// Claims a job and settles it.
    private func end(
        _ job: NewJob, _ transition: Transition = .succeeded(result: Array("{}".utf8)), followUps: [NewJob] = [],
        in fixture: StorageDatabase
    ) async throws {
        let test = fixture
        let claim = try await test.claimed(job.id)
        let report = try await fixture.store.settle([
            test.settlement(claim, transition, followUps: followUps, isUnique: job.uniqueKey != nil)
        ])
        guard report.committed == [claim] else { throw NotSettled(description: "\(report)") }
    }

    private static let failure = Transition.failed(JobError(code: "no", message: "No."), end: .error)

    @Test("a job runs when the last of those that it follows has succeeded, and not before")
    func fanIn() async throws {
        try await StorageDatabase.with { fixture in
            let parents = Make.jobs(3)
            let child = Make.job(after: parents)
            _ = try await fixture.store.enqueue(parents)
            _ = try await fixture.store.enqueue([child])
            for parent in parents {
                let waiting = try #require(try await fixture.store.job(child.id, for: .everybody))
                #expect(waiting.status == .scheduled && waiting.runAt == nil)
                #expect(waiting.after?.map(\.id) == parents.map(\.id))
                // It cannot be claimed, and it is not offered.
                #expect(try await fixture.store.claim([child.claim()], for: UUID(), durably: true).isEmpty)
                #expect(try await fixture.store.offers(of: [child.id]).isEmpty)
                try await end(parent, in: fixture)
                _ = try await fixture.follow()
            }
            let record = try #require(try await fixture.store.job(child.id, for: .everybody))
            #expect(record.status == .queued && record.after?.allSatisfy { $0.outcome == .succeeded } == true)
            #expect(try await fixture.store.enqueued(limit: 10) == [child.id])
            try await end(child, in: fixture)
            #expect(try await fixture.leftovers() == 0)
        }
    }

    @Test("followers of one that fails, is cancelled, expires or is ended from outside are cancelled with theirs")
    func failures() async throws {
        try await StorageDatabase.with { fixture in
            let ways: [(StorageDatabase, NewJob) async throws -> Void] = [
                { try await end($1, Self.failure, in: $0) },
                { _ = try await $0.store.cancel($1.id, for: .everybody) },
                { try await end($1, .failed(.expired, end: .refused), in: $0) },
                { try await end($1, .failed(.unknownKind("x"), end: .refused), in: $0) },
                { fixture, job in
                    let claim = try await fixture.claimed(job.id)
                    _ = try await fixture.store.end([claim], as: .crashed, alone: true)
                },
                { fixture, job in
                    let claim = try await fixture.claimed(job.id)
                    _ = try await fixture.store.cancel(job.id, for: .everybody)
                    _ = try await fixture.store.end([claim], as: .timedOut, alone: false)
                },
                { fixture, job in
                    let claim = try await fixture.claimed(job.id)
                    try await fixture.requestCancel(job.id)
                    let error = JobError(code: "no", message: "No.")
                    _ = try await fixture.settle(claim, .retry(after: .zero, error: error, end: .error))
                },
            ]
            for way in ways {
                let parent = Make.job()
                let child = Make.job(unique: UUID().uuidString, after: [parent])
                let grandchild = Make.job(after: [child])
                var keen = Make.job(after: [parent])
                keen.afterFailed = .run
                _ = try await fixture.store.enqueue([parent, child, grandchild, keen])
                try await way(fixture, parent)
                _ = try await fixture.follow()
                let record = try #require(try await fixture.store.job(child.id, for: .everybody))
                #expect(record.status == .cancelled && record.error?.code == "parent_failed")
                #expect(try await status(grandchild, fixture) == .cancelled)
                #expect(try await status(keen, fixture) == .queued)
                // Its key is free.
                var again = Make.job()
                again.uniqueKey = child.uniqueKey
                #expect(try await fixture.store.enqueue([again]).isEmpty)
                #expect(try await fixture.leftovers() == 0)
            }
        }
    }

    @Test("a job that follows settled ones is decided at once, and one whose requested is later waits for its time")
    func settledParents() async throws {
        try await StorageDatabase.with { fixture in
            let (good, bad) = (Make.job(), Make.job())
            _ = try await fixture.store.enqueue([good, bad])
            try await end(good, in: fixture)
            try await end(bad, Self.failure, in: fixture)
            let (runs, dies) = (Make.job(after: [good]), Make.job(after: [good, bad]))
            var keen = Make.job(after: [good, bad])
            keen.afterFailed = .run
            let later = Make.job(runAt: Date() + 60, after: [good])
            _ = try await fixture.store.enqueue([runs, dies, keen, later])
            #expect(try await status(runs, fixture) == .queued)
            #expect(try await status(dies, fixture) == .cancelled)
            #expect(try await status(keen, fixture) == .queued)
            let record = try #require(try await fixture.store.job(later.id, for: .everybody))
            #expect(record.status == .scheduled && abs(record.runAt?.timeIntervalSince(later.runAt!) ?? 9) < 0.01)
            #expect(Set(try await fixture.store.enqueued(limit: 9)) == [runs.id, keen.id, later.id])
            #expect(try await fixture.count("select count(*) from due where id = \(later.id.uuid)") == 1)
        }
    }

    @Test("no job can follow an unknown one or another tenant's: the error names both alike, and nothing is inserted")
    func unknownParents() async throws {
        try await StorageDatabase.with { fixture in
            let (own, foreign, nobody) = (Make.job(), Make.job(tenant: UUID()), Make.job())
            _ = try await fixture.store.enqueue([own, foreign])
            let child = Make.job(after: [own, foreign, nobody])
            let error = await #expect(throws: UnknownParents.self) {
                try await fixture.store.enqueue([Make.job(), child])
            }
            #expect(error?.ids == [foreign.id, nobody.id].sorted())
            #expect(try await fixture.count("select count(*) from jobs") == 2)
        }
    }

    @Test("asking again after a lost answer changes nothing, whatever happened since")
    func again() async throws {
        try await StorageDatabase.with { fixture in
            let parents = Make.jobs(2)
            let child = Make.job(after: parents)
            _ = try await fixture.store.enqueue(parents + [child])
            try await end(parents[0], Self.failure, in: fixture)
            _ = try await fixture.store.enqueue(parents + [child])
            #expect(try await fixture.count("select open from job_waiting") == 2)
            _ = try await fixture.follow()
            _ = try await fixture.store.enqueue(parents + [child])
            #expect(try await status(child, fixture) == .cancelled)
            #expect(try await fixture.count("select count(*) from job_waiting") == 0)
        }
    }

    @Test("a cancelled follower that is retried by hand runs whatever it followed, and is released no second time")
    func retry() async throws {
        try await StorageDatabase.with { fixture in
            let parents = Make.jobs(2)
            let child = Make.job(after: parents)
            _ = try await fixture.store.enqueue(parents + [child])
            _ = try await fixture.store.cancel(child.id, for: .everybody)
            #expect(try await fixture.store.retry(child.id, for: .everybody) != nil)
            let claim = try await fixture.claimed(child.id)
            for parent in parents { try await end(parent, in: fixture) }
            _ = try await fixture.follow()
            #expect(try await status(child, fixture) == .running)
            _ = try await fixture.settle(claim, Self.failure)
            // A failed parent that is retried: who was cancelled by it stays so.
            let failed = Make.job()
            let follower = Make.job(after: [failed])
            _ = try await fixture.store.enqueue([failed, follower])
            try await end(failed, Self.failure, in: fixture)
            _ = try await fixture.follow()
            #expect(try await fixture.store.retry(failed.id, for: .everybody) != nil)
            try await end(failed, in: fixture)
            _ = try await fixture.follow()
            #expect(try await status(follower, fixture) == .cancelled)
            #expect(try await fixture.leftovers() == 0)
        }
    }

    @Test("jobs of a result may follow one another, their own maker and others; a circle or a stranger is refused")
    func followUps() async throws {
        try await StorageDatabase.with { fixture in
            let (maker, other) = (Make.job(), Make.job())
            _ = try await fixture.store.enqueue([maker, other])
            let first = Make.job(after: [maker])
            let second = Make.job(after: [first, other])
            try await end(maker, followUps: [first, second], in: fixture)
            #expect(try await status(first, fixture) == .queued)
            try await end(first, in: fixture)
            _ = try await fixture.follow()
            #expect(try await status(second, fixture) == .scheduled)
            try await end(other, in: fixture)
            _ = try await fixture.follow()
            #expect(try await status(second, fixture) == .queued)
            let claim = try await fixture.claimed(second.id)
            let stray = Make.job(after: [Make.job()])
            let report = try await fixture.store.settle([fixture.settlement(claim, followUps: [stray])])
            #expect(report.committed.isEmpty && report.refused.count == 1)
        }
    }
}

struct NotSettled: Error {
    let description: String
}

extension StorageDatabase {
    /// Makes steps of all kinds until there is nothing to do.
    /// - Returns: how many, and what was released.
    @discardableResult
    func follow() async throws -> (steps: Int, released: [JobID]) {
        var result: (steps: Int, released: [JobID]) = (0, [])
        while true {
            let work = try await store.dependencyWork()
            if work == [] { return result }
            for kind in [DependencyWork.dependencies, .batches, .cancellations] where work.contains(kind) {
                let step = try await store.makeStep(of: kind)
                result = (result.steps + 1, result.released + step.released)
            }
        }
    }

    /// Rows that only wait to be worked on.
    func leftovers() async throws -> Int {
        try await count(
            """
            select (select count(*) from job_waiting) + (select count(*) from dependencies_ended)
                + (select count(*) from batch_changes)
                + (select count(*) from job_dependencies where outcome is null)
            """)
    }
}
