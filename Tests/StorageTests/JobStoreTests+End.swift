import Foundation
import Jobs
import Testing

extension JobStoreTests {
    @Test("a run that is ended from outside is queued, retried or given up as its end asks")
    func runsAreEndedFromOutside() async throws {
        try await StorageDatabase.with { test in
            let table: [(AttemptEnd, alone: Bool, JobStatus, errors: Int, crashes: Int, JobError?)] = [
                (.released, false, .queued, 0, 0, nil),
                (.crashed, false, .queued, 0, 1, .crashed),
                (.crashed, true, .failed, 0, 1, .crashedAlone),
                (.lost, false, .queued, 0, 1, .lost),
                (.timedOut, false, .retrying, 1, 0, .timedOut),
            ]
            for (end, alone, status, errors, crashes, error) in table {
                let claim = try await test.claimed()
                let ended = try #require(try await test.store.end([claim], as: end, alone: alone).first)
                #expect(ended.claim == claim && ended.status == status, "\(end)")
                #expect((ended.offer == nil) == status.isSettled, "\(end)")
                #expect((ended.offer?.runAt == nil) == (status != .retrying), "\(end)")
                let record = try #require(try await test.job(claim.id))
                #expect(record.status == status && record.errors == errors && record.crashes == crashes, "\(end)")
                #expect(record.error == error && record.attempts.map(\.end) == [end], "\(end)")
                // The token is gone: a run is ended once.
                #expect(try await test.store.end([claim], as: end, alone: alone).isEmpty, "\(end)")
            }
        }
    }

    /// `Make.definition` allows three attempts to end in an error; crashes do not use them up.
    @Test("time-outs use attempts up, crashes among neighbours do not")
    func aTimedOutJobIsADeadLetterAfterItsLastAttempt() async throws {
        try await StorageDatabase.with { test in
            let job = Make.job()
            _ = try await test.enqueue([job])
            for _ in 0..<3 {
                _ = try await test.store.end([try await test.claimed(job.id)], as: .crashed, alone: false)
            }
            for _ in 0..<2 {
                let ended = try await test.store.end([try await test.claimed(job.id)], as: .timedOut, alone: false)
                #expect(ended.first?.status == .retrying)
                try await test.makeDue(job.id)
            }
            let last = try await test.store.end([try await test.claimed(job.id)], as: .timedOut, alone: false)
            #expect(last.first?.status == .failed && last.first?.offer == nil)
            let record = try #require(try await test.job(job.id))
            #expect(record.errors == 3 && record.crashes == 3 && record.error == .timedOut)
            #expect(record.finishedAt != nil)
        }
    }

    @Test("a job whose cancellation was asked for does not run again, however its run ended")
    func whatSomebodyWantsCancelledIsNotRunAgain() async throws {
        try await StorageDatabase.with { test in
            for end in [AttemptEnd.released, .crashed, .lost, .timedOut] {
                let claim = try await test.claimed()
                try await test.requestCancel(claim.id)
                #expect(
                    try await test.store.requests(to: UUID(), running: [claim.id, Make.minter.mint()]).cancelled == [
                        claim.id
                    ])
                let ended = try await test.store.end([claim], as: end, alone: false)
                #expect(ended.map(\.status) == [.cancelled], "\(end)")
                #expect(try await test.job(claim.id)?.status == .cancelled)
            }
        }
    }

    @Test("only the token that holds a job ends its run")
    func onlyTheTokenThatHoldsAJobEndsIt() async throws {
        try await StorageDatabase.with { test in
            let claim = try await test.claimed()
            let stranger = Claim(id: claim.id, token: .random())
            #expect(try await test.store.end([stranger], as: .lost, alone: false).isEmpty)
            #expect(try await test.store.running(among: [claim, stranger]) == [claim])
            #expect(try await test.store.end([], as: .lost, alone: false).isEmpty)
        }
    }

    // MARK: Unique keys

    @Test("a second open job with the same unique key is answered with the first")
    func aSecondOpenJobAnswersWithTheFirst() async throws {
        try await StorageDatabase.with { test in
            let first = Make.job(unique: "k")
            let second = Make.job(unique: "k")
            #expect(try await test.enqueue([first]).isEmpty)
            #expect(try await test.enqueue([second]) == [second.id: first.id])
            #expect(try await test.job(second.id) == nil)
            // Another tenant's key is another key.
            #expect(try await test.enqueue([Make.job(tenant: UUID(), unique: "k")]).isEmpty)
            // Still held while it runs and between attempts.
            let claim = try await test.claimed(first.id)
            #expect(try await test.enqueue([second]) == [second.id: first.id])
            let error = JobError(code: "busy", message: "Not now.")
            _ = try await test.store.settle([
                test.settlement(claim, .retry(after: .seconds(60), error: error, end: .error), isUnique: true)
            ])
            #expect(try await test.enqueue([second]) == [second.id: first.id])
        }
    }

    @Test("a job that is settled frees its unique key")
    func aSettledJobFreesItsKey() async throws {
        try await StorageDatabase.with { test in
            let error = JobError(code: "busy", message: "Not now.")
            for (index, transition) in [
                Transition.succeeded(result: Array("{}".utf8)), .failed(error, end: .error), .cancelled,
            ].enumerated() {
                let claim = try await test.claimed(Make.job(unique: "settle \(index)"))
                _ = try await test.store.settle([test.settlement(claim, transition, isUnique: true)])
                #expect(try await test.enqueue([Make.job(unique: "settle \(index)")]).isEmpty, "\(transition)")
            }
            let crashed = try await test.claimed(Make.job(unique: "end"))
            _ = try await test.store.end([crashed], as: .crashed, alone: true)
            #expect(try await test.enqueue([Make.job(unique: "end")]).isEmpty)
        }
    }

    @Test("a job may be followed by one with its own unique key")
    func aFollowUpMayTakeTheKeyOfTheJobThatAsksForIt() async throws {
        try await StorageDatabase.with { test in
            let claim = try await test.claimed(Make.job(unique: "again"))
            let next = Make.job(unique: "again")
            #expect(
                try await test.store.settle([test.settlement(claim, followUps: [next], isUnique: true)]).committed == [
                    claim
                ])
            #expect(try await test.job(next.id)?.status == .queued)
        }
    }

    @Test("of eight enqueuers of one unique key, one wins and the others hear of it")
    func ofEightEnqueuersOfOneKeyOneWins() async throws {
        try await StorageDatabase.with { test in
            for round in 0..<5 {
                let jobs = (0..<8).map { _ in Make.job(unique: "race \(round)") }
                let answers = try await withThrowingTaskGroup(of: [JobID: JobID].self) { group in
                    for job in jobs { group.addTask { try await test.enqueue([job]) } }
                    return try await group.reduce(into: [:]) { $0.merge($1) { first, _ in first } }
                }
                let losers = Set(answers.keys)
                let winners = jobs.map(\.id).filter { !losers.contains($0) }
                #expect(winners.count == 1)
                #expect(Set(answers.values) == Set(winners))
                for id in losers { #expect(try await test.job(id) == nil) }
            }
        }
    }

    @Test("of jobs with the same unique key in one batch, the first wins")
    func ofTwoJobsWithOneKeyInOneBatchTheFirstWins() async throws {
        try await StorageDatabase.with { test in
            let jobs = (0..<3).map { _ in Make.job(unique: "twins") }
            let answers = try await test.enqueue(jobs)
            #expect(answers == [jobs[1].id: jobs[0].id, jobs[2].id: jobs[0].id])
            let first = try await test.job(jobs[0].id)
            #expect(first?.status == .queued)
        }
    }

    @Test("enqueueing the same ids again changes nothing, also when the jobs have been settled meanwhile")
    func theSameIDsTwiceChangeNothing() async throws {
        try await StorageDatabase.with { test in
            let jobs = [Make.job(), Make.job(unique: "once"), Make.job(runAt: Date() + 60)]
            for _ in 0..<2 { #expect(try await test.enqueue(jobs).isEmpty) }
            #expect(try await test.store.dueJobs(after: nil, limit: 10, horizon: .seconds(3600)).offers.count == 1)
            let claim = try await test.claimed(jobs[1].id)
            #expect(try await test.enqueue(jobs).isEmpty)
            #expect(try await test.job(jobs[1].id)?.status == .running)
            _ = try await test.store.settle([test.settlement(claim, isUnique: true)])
            // The answer to the first try came very late: the job is done, and its key free.
            #expect(try await test.enqueue(jobs).isEmpty)
            #expect(try await test.job(jobs[1].id)?.status == .succeeded)
            let next = Make.job(unique: "once")
            #expect(try await test.enqueue([next]).isEmpty)
            #expect(try await test.enqueue(jobs).isEmpty)
        }
    }
}
