import Foundation
import Jobs
import Testing

extension JobStoreTests {
    private static let hour = Duration.seconds(3600)

    @Test("open jobs come in pages, in the order of their ids, without what is due much later")
    func openJobsComeInPages() async throws {
        try await StorageDatabase.with { test in
            let jobs = Make.jobs(25) + [Make.job(runAt: Date() + 60), Make.job(runAt: Date() + 7200)]
            _ = try await test.enqueue(jobs)
            _ = try await test.claimed(jobs[3].id)
            _ = try await test.settle(try await test.claimed(jobs[20].id), .succeeded(result: Array("{}".utf8)))
            var found: [Offer] = []
            var cursor: JobID?
            var pages = 0
            repeat {
                let page = try await test.store.openJobs(after: cursor, limit: 10, horizon: Self.hour)
                found += page.items
                cursor = page.next
                pages += 1
            } while cursor != nil
            let expected = jobs.indices.filter { ![3, 20, 26].contains($0) }.map { jobs[$0] }
            #expect(found.map(\.id) == expected.map(\.id))
            #expect(pages == 3)
            #expect(found.first == expected.first?.offer)
            #expect(found.last?.runAt != nil && found.first?.runAt == nil)
        }
    }

    @Test("queued jobs are found by their age")
    func queuedJobsAreFoundByTheirAge() async throws {
        try await StorageDatabase.with { test in
            let now = Date()
            let old = JobIDMinter { now - 50 }
            let jobs = [Make.job(id: old.mint()), Make.job(id: old.mint()), Make.job(), Make.job()]
            _ = try await test.enqueue(jobs)
            _ = try await test.claimed(jobs[1].id)
            func found(_ older: Int, _ younger: Int, _ limit: Int = 10) async throws -> [JobID] {
                try await test.store.queuedJobs(mintedBetween: .seconds(older), and: .seconds(younger), limit: limit)
                    .map(\.id)
            }
            #expect(try await found(90, 30) == [jobs[0].id])
            // The clocks of two processes are compared: a second of room.
            #expect(try await found(20, -1) == [jobs[2].id, jobs[3].id])
            #expect(try await found(90, -1, 1) == [jobs[0].id])
        }
    }

    @Test("jobs that wait come in the order of their time, and leave the list when they run")
    func dueJobsComeInTheOrderOfTheirTime() async throws {
        try await StorageDatabase.with { test in
            let start = Date()
            let jobs = (0..<7).map { Make.job(runAt: start + Double(60 + 10 * $0)) }
            let far = Make.job(runAt: start + 7200)
            _ = try await test.enqueue(jobs.shuffled() + [far])
            func walk(_ limit: Int) async throws -> [JobID] {
                var found: [JobID] = []
                var cursor: DueCursor?
                repeat {
                    let page = try await test.store.dueJobs(after: cursor, limit: limit, horizon: Self.hour)
                    found += page.offers.map(\.id)
                    cursor = page.next
                } while cursor != nil
                return found
            }
            #expect(try await walk(3) == jobs.map(\.id))
            // What runs or is settled, or waits for another time, leaves the list.
            try await test.makeDue(jobs[0].id)
            let claim = try await test.claimed(jobs[0].id)
            #expect(try await walk(3) == jobs.dropFirst().map(\.id))
            let error = JobError(code: "busy", message: "Not now.")
            _ = try await test.settle(claim, .retry(after: .seconds(600), error: error, end: .error))
            #expect(try await walk(100) == jobs.dropFirst().map(\.id) + [jobs[0].id])
            #expect(try await walk(100).count == 7)
        }
    }

    @Test("a session that stays silent for a lease loses its claims, a living one none")
    func aSilentSessionLosesItsClaims() async throws {
        try await StorageDatabase.with { test in
            let lease = Duration.seconds(30)
            let silent = Make.session()
            let living = Make.session()
            try await test.store.beat(silent)
            try await test.store.beat(living)
            var lost: [Claim] = []
            for index in 0..<12 {
                let claim = try await test.claimed(session: index.isMultiple(of: 2) ? silent.id : living.id)
                if index.isMultiple(of: 2) { lost.append(claim) }
            }
            #expect(try await test.store.silentSessions(lease: lease).isEmpty)
            try await test.silence(silent.id)
            let sessions = try await test.store.silentSessions(lease: lease)
            #expect(sessions == [silent.id])
            var found: [QueuedClaim] = []
            var cursor: JobID?
            repeat {
                let page = try await test.store.silentClaims(after: cursor, limit: 5, lease: lease)
                found += page.items
                cursor = page.next
            } while cursor != nil
            #expect(found == lost.map { QueuedClaim(claim: $0, queue: "test") })
            #expect(try await test.store.end(lost, as: .lost, alone: false).count == 6)
            #expect(try await test.store.silentClaims(after: nil, limit: 100, lease: lease).items.isEmpty)
            try await test.store.sweep(sessions, lease: lease)
            #expect(try await test.store.silentSessions(lease: lease).isEmpty)
            // A row that was spoilt by hand, running without a token, keeps no other from being found.
            let spoilt = try await test.claimed(session: silent.id)
            try await test.spoilToken(spoilt.id)
            // A session that was swept away by mistake comes back with its next beat.
            try await test.store.beat(silent)
            let again = try await test.claimed(session: silent.id)
            #expect(try await test.store.silentClaims(after: nil, limit: 100, lease: lease).items.isEmpty)
            try await test.store.end(silent.id)
            let left = try await test.store.silentClaims(after: nil, limit: 100, lease: lease).items.map(\.claim)
            #expect(left.contains(again) && left.map(\.id) == [spoilt.id, again.id])
        }
    }
}
