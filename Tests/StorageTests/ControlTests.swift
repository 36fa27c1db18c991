import Foundation
import Jobs
import Storage
import Testing

/// What people do to jobs: cancel them, and ask for another try.
@Suite struct ControlTests {
    private let scope = JobScope.tenant(Make.tenant)

    @Test("a job that waits is cancelled at once, and its unique key is free")
    func cancelWaiting() async throws {
        try await StorageDatabase.with { fixture in
            let jobs = [Make.job(unique: "k"), Make.job(runAt: Date() + 3600)]
            _ = try await fixture.store.enqueue(jobs)
            for job in jobs {
                let answer = try #require(try await fixture.store.cancel(job.id, for: scope))
                #expect(answer.status == .cancelled && answer.wasOpen)
                let record = try #require(try await fixture.store.job(job.id, for: scope))
                #expect(record.error == .cancelled && record.finishedAt != nil)
                #expect(try await fixture.store.cancel(job.id, for: scope)?.wasOpen == false)
            }
            #expect(try await fixture.store.enqueue([Make.job(unique: "k")]).isEmpty)
            #expect(try await fixture.store.claim(jobs.map { $0.claim() }, for: UUID(), durably: false).isEmpty)
        }
    }

    @Test("a job that runs is asked to end; whatever its handler says then, it does not run again")
    func cancelRunning() async throws {
        try await StorageDatabase.with { fixture in
            let test = fixture
            let error = JobError(code: "busy", message: "Not now.")
            let table: [(Transition, JobStatus)] = [
                (.cancelled, .cancelled), (.succeeded(result: Array("{}".utf8)), .succeeded),
                (.failed(error, end: .error), .failed),
                (.retry(after: .seconds(60), error: error, end: .error), .cancelled),
                (.snoozed(until: Date() + 60, reason: "Later."), .cancelled),
                (.requeued(end: .released, error: nil), .cancelled),
            ]
            for (index, (transition, expected)) in table.enumerated() {
                let claim = try await test.claimed(Make.job(unique: "\(index)"))
                let answer = try #require(try await fixture.store.cancel(claim.id, for: scope))
                #expect(answer.status == .running && answer.wasOpen)
                #expect(try await fixture.store.requests(to: UUID(), running: [claim.id]).cancelled == [claim.id])
                let settlement = test.settlement(claim, transition, isUnique: true)
                #expect(try await fixture.store.settle([settlement]).committed == [claim])
                #expect(try await fixture.store.job(claim.id, for: scope)?.status == expected, "\(transition)")
                #expect(try await fixture.store.offers(of: [claim.id]).isEmpty)
                #expect(try await fixture.store.enqueue([Make.job(unique: "\(index)")]).isEmpty, "\(transition)")
            }
            #expect(try await fixture.store.dueJobs(after: nil, limit: 10, horizon: .seconds(3600)).offers.isEmpty)
        }
    }

    @Test("jobs that wait for a time are made ready, also for those who look again later; no others are")
    func hasten() async throws {
        try await StorageDatabase.with { fixture in
            let later = Make.job(runAt: Date() + 3600)
            let snoozed = try await fixture.claimed(Make.job())
            _ = try await fixture.settle(snoozed, .snoozed(until: Date() + 7200, reason: "Later."))
            var follower = Make.job(runAt: Date() + 3600)
            follower.after = [later.id]
            let (queued, running) = (Make.job(), try await fixture.claimed(Make.job()))
            _ = try await fixture.store.enqueue([later, follower, queued])
            let ids = [later.id, snoozed.id, follower.id, queued.id, running.id]
            #expect(try await fixture.store.hasten(ids, of: UUID()).isEmpty)
            let ready = try await fixture.store.hasten(ids, of: Make.tenant)
            #expect(Set(ready.map(\.id)) == [later.id, snoozed.id])
            #expect(ready.allSatisfy { $0.isNear && $0.wait == .zero })
            #expect(try await fixture.store.hasten(ids, of: Make.tenant).isEmpty)
            let due = try await fixture.store.dueJobs(after: nil, limit: 10, horizon: .seconds(60)).offers
            #expect(Set(due.map(\.id)).isSuperset(of: [later.id, snoozed.id]))
            let claims = ids.map { Claim(id: $0, token: .random()) }
            let claimed = try await fixture.store.claim(claims, for: UUID(), durably: false)
            #expect(Set(claimed.map(\.claim.id)) == [later.id, snoozed.id, queued.id])
        }
    }

    @Test("a dead letter that is tried again starts afresh and keeps its history")
    func retry() async throws {
        try await StorageDatabase.with { fixture in
            let test = fixture
            let job = Make.job(unique: "k")
            let first = try await test.claimed(job)
            _ = try await fixture.store.end([first], as: .crashed, alone: false)
            let second = try await test.claimed(job.id)
            #expect(try await fixture.store.retry(job.id, for: scope) == nil)
            let error = JobError(code: "busy", message: "Not now.")
            _ = try await fixture.store.settle([
                test.settlement(second, .failed(error, end: .error), isUnique: true)
            ])
            #expect(try await fixture.store.retry(job.id, for: scope) == job.offer)
            let record = try #require(try await fixture.store.job(job.id, for: scope))
            #expect(record.status == .queued && record.errors == 0 && record.crashes == 0 && record.attempt == 2)
            // The key is taken again, and the former owner has no say.
            let other = Make.job(unique: "k")
            #expect(try await fixture.store.enqueue([other]) == [other.id: job.id])
            #expect(try await fixture.store.settle([test.settlement(first)]).superseded == [first])
            _ = try await test.claimed(job.id)
            #expect(
                try await fixture.store.job(job.id, for: scope)?.attempts.map(\.end) == [.crashed, .error, nil])
        }
    }

    @Test("a dead letter whose unique key has a new owner stays where it is")
    func retryOfTakenKey() async throws {
        try await StorageDatabase.with { fixture in
            let old = Make.job(unique: "k")
            _ = try await fixture.store.end([try await fixture.claimed(old)], as: .crashed, alone: true)
            _ = try await fixture.store.enqueue([Make.job(unique: "k")])
            await #expect(throws: UniqueKeyTaken.self) { _ = try await fixture.store.retry(old.id, for: scope) }
            #expect(try await fixture.store.job(old.id, for: scope)?.status == .failed)
        }
    }

    @Test("a job that is cancelled between two attempts keeps how the one before ended, also when it is tried again")
    func cancelRetrying() async throws {
        try await StorageDatabase.with { fixture in
            let test = fixture
            let claim = try await test.claimed()
            let error = JobError(code: "busy", message: "Not now.")
            _ = try await test.settle(claim, .retry(after: .seconds(60), error: error, end: .error))
            let ended = try #require(try await fixture.store.job(claim.id, for: scope)?.attempts.first)
            _ = try await fixture.store.cancel(claim.id, for: scope)
            let record = try #require(try await fixture.store.job(claim.id, for: scope))
            #expect(record.status == .cancelled && record.error == .cancelled && record.attempt == 1)
            #expect(try #require(record.finishedAt) > #require(ended.finishedAt))
            #expect(record.attempts.map(\.end) == [.error] && record.attempts.first?.error == error)
            #expect(record.attempts.first?.finishedAt == ended.finishedAt)
            #expect(try await fixture.store.retry(claim.id, for: scope) != nil)
            let again = try await test.claimed(claim.id)
            _ = try await test.settle(again, .succeeded(result: Array("{}".utf8)))
            let attempts = try #require(try await fixture.store.job(claim.id, for: scope)?.attempts)
            #expect(attempts.map(\.end) == [.error, .succeeded] && attempts.map(\.attempt) == [1, 2])
            #expect(attempts.first?.error == error)
        }
    }

    @Test("no tenant can change another tenant's job")
    func walls() async throws {
        try await StorageDatabase.with { fixture in
            let job = Make.job()
            _ = try await fixture.store.enqueue([job])
            let stranger = JobScope.tenant(UUID())
            #expect(try await fixture.store.cancel(job.id, for: stranger) == nil)
            #expect(try await fixture.store.job(job.id, for: scope)?.status == .queued)
            _ = try await fixture.store.cancel(job.id, for: .everybody)
            #expect(try await fixture.store.retry(job.id, for: stranger) == nil)
            #expect(try await fixture.store.job(job.id, for: scope)?.status == .cancelled)
        }
    }
}
