import Foundation
import Jobs
import Postgres
import Storage
import TestSupport
import Testing

/// The dispatcher's conformance suite, for PostgreSQL alone; what needs an ability that it does not claim is left out.
@Suite struct PostgresBrokerTests {
    private func run(_ body: @Sendable (JobBrokerSuite) async throws -> Void) async throws {
        try await PostgresUnderTest.with { try await body($0.suite) }
    }

    @Test("it promises no leases, due times, slot-time or wake-ups of its own")
    func abilities() async throws { try await run { #expect($0.broker.abilities == []) } }

    @Test("offering again what is ready or taken changes nothing")
    func offerTwice() async throws { try await run { try await $0.offeringTwiceChangesNothing() } }

    @Test("what is taken says what was offered, in the order of the tokens")
    func description() async throws { try await run { try await $0.whatIsTakenSaysWhatWasOffered() } }

    @Test("a tenant's jobs come by priority, then age")
    func order() async throws { try await run { try await $0.priorityThenAge() } }

    @Test("a tenant's jobs come by priority, then age, over all its kinds and limit keys")
    func orderOverLanes() async throws { try await run { try await $0.priorityThenAgeOverLanes() } }

    @Test("100,000 jobs of one tenant do not delay the one of another")
    func turn() async throws { try await run { try await $0.tenantsAreServedInTurn() } }

    @Test("tenants with equal jobs get equal shares")
    func equalShares() async throws { try await run { try await $0.manyTenantsShareAlike() } }

    @Test("a tenant that used the fleet for hours is not behind one that comes new")
    func newcomers() async throws { try await run { try await $0.thePastIsForgiven() } }

    @Test("a job that is handed back keeps all that it was taken with")
    func longJobs() async throws { try await run { try await $0.jobsOfManyHoursAreLeasedWhole() } }

    @Test("kinds that a worker does not know are left for others and hide nothing")
    func unknownKinds() async throws { try await run { try await $0.unknownKindsAreSkipped() } }

    @Test("only the token that holds a job ends its run")
    func foreignTokens() async throws { try await run { try await $0.onlyTheTokenThatHoldsALeaseEndsIt() } }

    @Test("what is handed back stands where it stood")
    func release() async throws { try await run { try await $0.releasePutsBackInTheSamePlace() } }

    @Test("claims need no leases: they stay their owners' and are refused to others")
    func remake() async throws { try await run { try await $0.extendMakesLostLeasesAgain {} } }

    @Test("a wait ends after its time")
    func wait() async throws { try await run { try await $0.aWaitEnds() } }

    // MARK: Its own ways

    @Test("a job that waits for its time is taken when it comes, not before, also when it had a first attempt")
    func due() async throws {
        try await PostgresUnderTest.with { test in
            let suite = test.suite
            let time = Date() + 2.5
            let offers = [Make.offer(runAt: time), Make.offer(runAt: Date() + 3600), Make.offer()]
            try await test.enqueue(offers)
            let first = try await suite.take(5)
            #expect(first.map(\.claim.id) == [offers[2].id])
            let error = JobError(code: "busy", message: "Not now.")
            _ = try await test.store.settle([
                Settlement(
                    claim: first[0].claim, tenant: offers[2].tenant, isUnique: false,
                    transition: .retry(after: .milliseconds(400), error: error, end: .error))
            ])
            var taken: [TakenJob] = []
            let came = try await eventually {
                taken += try await suite.take(5)
                return taken.count == 2
            }
            #expect(came && Date() >= time)
            #expect(Set(taken.map(\.claim.id)) == [offers[0].id, offers[2].id])
            let record = try #require(try await test.store.job(offers[2].id, for: .everybody))
            #expect(record.attempt == 2 && record.attempts.map(\.end) == [.error, nil])
        }
    }

    @Test("of eight processes that take the same jobs, each job is given to one, and its claim is repeated in vain")
    func race() async throws {
        try await PostgresUnderTest.with { test in
            let tenants = (0..<5).map { _ in UUID() }
            let offers = (0..<600).map { Make.offer(tenant: tenants[$0 % 5]) }
            try await test.enqueue(offers)
            let taken = try await withThrowingTaskGroup(of: [TakenJob].self) { group in
                for size in 1...8 {
                    let broker = test.another()
                    group.addTask {
                        let suite = JobBrokerSuite(broker: broker)
                        var all: [TakenJob] = []
                        while case let taken = try await suite.take(size * 5), !taken.isEmpty { all += taken }
                        return all
                    }
                }
                return try await group.reduce(into: []) { $0 += $1 }
            }
            #expect(taken.count == 600 && Set(taken.map(\.claim.id)) == Set(offers.map(\.id)))
            let claims = taken.map(\.claim)
            #expect(try await test.store.running(among: claims) == Set(claims))
            // The executor claims with the same token: the same attempt. Anybody else gets nothing.
            let same = try await test.store.claim(Array(claims.prefix(50)), for: UUID(), durably: false)
            #expect(same.count == 50 && same.allSatisfy { $0.attempt == 1 })
            let others = claims.prefix(50).map { Claim(id: $0.id, token: .random()) }
            #expect(try await test.store.claim(others, for: UUID(), durably: false).isEmpty)
        }
    }

    @Test("a job whose row is locked is skipped, not waited for")
    func locked() async throws {
        try await PostgresUnderTest.with { test in
            let offers = Make.offers(3, tenant: UUID())
            try await test.enqueue(offers)
            try await test.owner.withConnection { connection in
                try await connection.query("begin")
                try await connection.query("select id from flotilla.jobs where id = \(offers[0].id.uuid) for update")
                let start = ContinuousClock.now
                #expect(try await test.suite.take(1).map(\.claim.id) == [offers[1].id])
                #expect(ContinuousClock.now - start < .seconds(5))
                try await connection.query("rollback")
            }
        }
    }

    @Test("what another process puts back is found again at once")
    func putBackElsewhere() async throws {
        try await PostgresUnderTest.with { test in
            // Too old to be found among what is new.
            let (tenant, time) = (UUID(), Date() - 60)
            let minter = JobIDMinter { time }
            let offers = (0..<300).map { _ in
                Offer(
                    id: minter.mint(), queue: "test", tenant: tenant, lane: Lane(kind: Make.kind, limitKey: nil),
                    priority: 4, runAt: nil)
            }
            try await test.enqueue(offers)
            let suite = test.suite
            var taken: [TakenJob] = []
            #expect(
                try await eventually {
                    taken += try await suite.take(300 - taken.count)
                    return taken.count == 300
                })
            try #require(taken.count == 300)
            #expect(try await suite.take(1).isEmpty)
            try await test.another().release([taken[0].claim, taken[200].claim], in: "test")
            var found: Set<JobID> = []
            #expect(
                try await eventually {
                    found.formUnion(try await suite.take(10).map(\.claim.id))
                    return found.count == 2
                })
            #expect(found == [taken[0].claim.id, taken[200].claim.id])
        }
    }

    @Test("a ready job that was put back for a moment waits for it, and its neighbours do not")
    func snoozed() async throws {
        try await PostgresUnderTest.with { test in
            let offers = [Make.offer(), Make.offer()]
            try await test.enqueue(offers)
            let suite = test.suite
            let taken = try await suite.take(2)
            #expect(taken.count == 2)
            try await test.broker.release(taken.map(\.claim), in: "test")
            let time = Date() + 1
            let first = offers[0]
            await test.broker.offer([
                Offer(
                    id: first.id, queue: first.queue, tenant: first.tenant, lane: first.lane, priority: first.priority,
                    runAt: time)
            ])
            #expect(try await suite.take(2).map(\.claim.id) == [offers[1].id])
            var again: [TakenJob] = []
            let came = try await eventually {
                again += try await suite.take(2)
                return !again.isEmpty
            }
            #expect(came && again.map(\.claim.id) == [first.id] && Date() >= time)
        }
    }

    @Test("a job that SQL enqueued in a transaction that was open for long is found when it commits")
    func longTransaction() async throws {
        try await PostgresUnderTest.with { test in
            let suite = test.suite
            // Everything there is was read.
            _ = try await eventually {
                let taken = try await suite.take(1)
                let start = ContinuousClock.now
                try await test.broker.waitForWork(in: "test", for: .milliseconds(100))
                return taken.isEmpty && ContinuousClock.now - start > .milliseconds(50)
            }
            let time = Date() - 60
            let minter = JobIDMinter { time }
            let offer = Offer(
                id: minter.mint(), queue: "test", tenant: UUID(), lane: Lane(kind: Make.kind, limitKey: nil),
                priority: 4, runAt: nil)
            try await test.enqueue([offer])
            try await test.owner.query("insert into enqueued (id) values (\(offer.id.uuid))")
            #expect(try await eventually { try await suite.take(1).map(\.claim.id) == [offer.id] })
        }
    }
}
