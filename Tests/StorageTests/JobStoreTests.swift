import Foundation
import Jobs
import Testing

/// What the store promises, each for a store with nothing in it.
@Suite struct JobStoreTests {
    // MARK: Claims

    /// 16 claimers, each with tokens of its own for each of 500 jobs, in batches of different sizes.
    @Test("of 16 claimers of 500 jobs, each job is given to one")
    func aJobIsClaimedByOneToken() async throws {
        try await StorageDatabase.with { test in
            let jobs = Make.jobs(500)
            _ = try await test.enqueue(jobs)
            let won = try await withThrowingTaskGroup(of: [Claim].self) { group in
                for claimer in 0..<16 {
                    group.addTask {
                        var won: [Claim] = []
                        let mine = jobs.map { $0.claim() }
                        let size = 20 + claimer * 7
                        for start in stride(from: 0, to: mine.count, by: size) {
                            // Not in the order of their ids: the store has to bring them into one.
                            let batch = Array(mine[start..<min(start + size, mine.count)].shuffled())
                            won += try await test.store.claim(batch, for: UUID(), durably: false).map(\.claim)
                        }
                        return won
                    }
                }
                return try await group.reduce(into: []) { $0 += $1 }
            }
            #expect(won.count == 500)
            #expect(Set(won.map(\.id)) == Set(jobs.map(\.id)))
            #expect(try await test.store.running(among: won) == Set(won))
            for job in jobs.prefix(20) { #expect(try await test.job(job.id)?.attempt == 1) }
        }
    }

    @Test("a claim that is repeated gets the same answer and the same attempt")
    func aRepeatedClaimGetsTheSameAnswer() async throws {
        try await StorageDatabase.with { test in
            let job = Make.job()
            _ = try await test.enqueue([job])
            let claim = job.claim()
            let session = UUID()
            let first = try #require(try await test.store.claim([claim], for: session, durably: false).first)
            let again = try #require(try await test.store.claim([claim], for: session, durably: true).first)
            #expect(first.attempt == 1 && again.attempt == 1)
            #expect(first.claim == again.claim && first.payload == again.payload && first.kind == again.kind)
            #expect(try await test.job(job.id)?.attempts.count == 1)
        }
    }

    @Test("only queued jobs and those whose time has come are claimed")
    func onlyWhatMayRunIsClaimed() async throws {
        try await StorageDatabase.with { test in
            let later = Make.job(runAt: Date() + 3600)
            let due = Make.job(runAt: Date() - 1)
            let settled = Make.job()
            _ = try await test.enqueue([later, due, settled])
            _ = try await test.settle(try await test.claimed(settled.id), .succeeded(result: Array("{}".utf8)))
            let claims = [later, due, settled, Make.job()].map { $0.claim() }
            let claimed = try await test.store.claim(claims, for: UUID(), durably: false)
            #expect(claimed.map(\.claim.id) == [due.id])
            #expect(try await test.store.claim([], for: UUID(), durably: false).isEmpty)
        }
    }

    @Test("an earlier attempt is kept with its end when the next one begins")
    func anEarlierAttemptIsKeptWithItsEnd() async throws {
        try await StorageDatabase.with { test in
            let sessions = [UUID(), UUID(), UUID()]
            let job = Make.job()
            let first = try await test.claimed(job, session: sessions[0])
            let error = JobError(code: "busy", message: "Not now.")
            _ = try await test.settle(first, .retry(after: .zero, error: error, end: .error))
            let second = try await test.claimed(job.id, session: sessions[1])
            _ = try await test.store.end([second], as: .crashed, alone: false)
            let third = try await test.claimed(job.id, session: sessions[2])
            let record = try #require(try await test.job(job.id))
            #expect(record.attempt == 3 && record.errors == 1 && record.crashes == 1)
            try #require(record.attempts.map(\.attempt) == [1, 2, 3])
            #expect(record.attempts.map(\.end) == [.error, .crashed, nil])
            #expect(record.attempts.map(\.session) == sessions)
            #expect(record.attempts[0].error == error)
            #expect(record.attempts[2].finishedAt == nil && record.attempts[0].finishedAt != nil)
            #expect(record.finishedAt == nil && record.error == nil)
            #expect(try await test.store.running(among: [second, third]) == [third])
        }
    }
}
