import Foundation
import Jobs
import Postgres
import Storage
import Testing

/// Jobs that are begun before their claim is written.
extension JobStoreTests {
    @Test("only queued jobs that were never claimed can be begun without a claim")
    func onlyWhatWasNeverClaimedIsRead() async throws {
        try await StorageDatabase.with { test in
            let (fresh, due, cancelled) = (Make.job(), Make.job(runAt: Date() - 1), Make.job())
            _ = try await test.enqueue([fresh, due, cancelled])
            let running = try await test.claimed()
            let released = try await test.claimed()
            _ = try await test.store.end([released], as: .released, alone: false)
            _ = try await test.store.cancel(cancelled.id, for: .everybody)
            let session = UUID()
            let claims = [fresh, due, cancelled, Make.job()].map { $0.claim() } + [running, released]
            let read = try await test.store.unclaimed(claims, for: session)
            #expect(read.map(\.claim) == [claims[0]])
            let job = try #require(read.first)
            #expect(job.attempt == 1 && job.payload == fresh.payload && job.kind == fresh.kind)
            #expect(job.start?.session == session)
            // Nothing was written: another one reads the same.
            #expect(try await test.store.unclaimed([fresh.claim()], for: UUID()).count == 1)
            #expect(try await test.job(fresh.id)?.status == .queued)
            #expect(try await test.store.unclaimed([], for: session).isEmpty)
        }
    }

    @Test("of two workers that began a job without a claim, the first result counts, with its effects, and no other")
    func theFirstResultCounts() async throws {
        try await StorageDatabase.with { test in
            let jobs = Make.jobs(40)
            _ = try await test.enqueue(jobs)
            var workers: [[ClaimedJob]] = []
            for _ in 0..<8 { workers.append(try await test.begun(jobs)) }
            let won = try await withThrowingTaskGroup(of: [Claim].self) { group in
                for begun in workers {
                    group.addTask {
                        let batch = begun.shuffled().map { job in
                            job.settlement(
                                .succeeded(result: Array("{}".utf8)), effects: [test.effect(job.claim.id, false)])
                        }
                        let report = try await test.store.settle(batch)
                        #expect(report.committed.count + report.superseded.count == 40)
                        return report.committed
                    }
                }
                return try await group.reduce(into: []) { $0 += $1 }
            }
            #expect(won.count == 40 && Set(won.map(\.id)).count == 40)
            for job in jobs { #expect(try await test.effects(job.id) == 1) }
        }
    }

    @Test("a result without a claim writes what the claim would have written")
    func aResultWritesWhatTheClaimWould() async throws {
        try await StorageDatabase.with { test in
            let jobs = Make.jobs(4)
            _ = try await test.enqueue(jobs)
            let begun = try await test.begun(jobs).sorted { $0.claim.id < $1.claim.id }
            let error = JobError(code: "e", message: "m")
            let transitions: [Transition] = [
                .succeeded(result: Array("{}".utf8)), .retry(after: .seconds(60), error: error, end: .error),
                .failed(error, end: .error), .snoozed(until: Date() + 60, reason: "later"),
            ]
            let batch = zip(begun, transitions).map { $0.settlement($1) }
            for _ in 0..<2 {
                // Its answer may be lost, and the same is asked again.
                let report = try await test.store.settle(batch)
                #expect(Set(report.committed) == Set(begun.map(\.claim)) && report.superseded.isEmpty)
            }
            for (job, transition) in zip(begun, transitions) {
                let found = try #require(try await test.job(job.claim.id))
                #expect(found.status == transition.status && found.attempt == 1)
                #expect(found.errors == (transition.end == .error ? 1 : 0))
                let start = try #require(job.start)
                #expect(abs(try #require(found.startedAt).timeIntervalSince(start.time)) < 0.001)
                #expect(found.attempts.last?.session == start.session)
            }
        }
    }

    @Test("a claim that is written while its job runs is the same run; another one's claim ends it")
    func aLateClaimIsTheSameRun() async throws {
        try await StorageDatabase.with { test in
            let jobs = Make.jobs(2)
            _ = try await test.enqueue(jobs)
            let begun = try await test.begun(jobs).sorted { $0.claim.id < $1.claim.id }
            let (mine, lost) = (begun[0], begun[1])
            let session = try #require(mine.start).session
            #expect(try await test.store.claim([mine.claim], for: session, durably: false).map(\.attempt) == [1])
            let other = try await test.claimed(lost.claim.id)
            #expect(try await test.store.claim([lost.claim], for: session, durably: false).isEmpty)
            let report = try await test.store.settle(
                begun.map {
                    $0.settlement(.succeeded(result: Array("{}".utf8)), effects: [test.effect($0.claim.id, false)])
                })
            #expect(report.committed == [mine.claim] && report.superseded == [lost.claim])
            #expect(try await test.job(mine.claim.id)?.attempt == 1)
            #expect(try await test.effects(lost.claim.id) == 0)
            #expect(try await test.store.running(among: [other]) == [other])
        }
    }

    @Test("a job that was cancelled while it ran without a claim stays cancelled, and a retry is another run")
    func aCancelledJobStaysCancelled() async throws {
        try await StorageDatabase.with { test in
            let job = Make.job()
            _ = try await test.enqueue([job])
            let begun = try #require(try await test.begun([job]).first)
            let success = begun.settlement(
                .succeeded(result: Array("{}".utf8)), effects: [test.effect(job.id, false)])
            _ = try await test.store.cancel(job.id, for: .everybody)
            #expect(try await test.store.settle([success]).superseded == [begun.claim])
            _ = try await test.store.retry(job.id, for: .everybody)
            #expect(try await test.store.settle([success]).superseded == [begun.claim])
            #expect(try await test.effects(job.id) == 0)
            #expect(try await test.begun([job]).isEmpty)
            #expect(try await test.store.claim([job.claim()], for: UUID(), durably: false).map(\.attempt) == [1])
        }
    }

    @Test("a crash and a time-out count although the claim was never written; what was only leased counts nothing")
    func crashesCountWithoutAClaim() async throws {
        try await StorageDatabase.with { test in
            for end in AttemptEnd.allCases where end != .succeeded && end != .error && end != .refused {
                let job = Make.job()
                _ = try await test.enqueue([job])
                let begun = try #require(try await test.begun([job]).first)
                let isSeen = end.endsExecutor || end == .timedOut
                let ended = try await test.store.end([begun.claim], as: end, alone: false)
                #expect(ended.count == (isSeen ? 1 : 0), "\(end)")
                let found = try #require(try await test.job(job.id))
                #expect(found.attempt == (isSeen ? 1 : 0), "\(end)")
                #expect(found.crashes == (end.endsExecutor ? 1 : 0), "\(end)")
                #expect(found.errors == (end == .timedOut ? 1 : 0), "\(end)")
                let report = try await test.store.settle([begun.settlement(.cancelled)])
                #expect(report.superseded.isEmpty == !isSeen, "\(end)")
            }
        }
    }
}

extension StorageDatabase {
    /// Begins them without claims, by one worker.
    func begun(_ jobs: [NewJob]) async throws -> [ClaimedJob] {
        try await store.unclaimed(jobs.map { $0.claim() }, for: UUID())
    }
}
