import Broker
import Foundation
import Jobs
import Redis
import TestSupport
import Testing

/// The dispatcher's conformance suite, for Redis.
@Suite struct RedisBrokerTests {
    private func run(
        young: Duration = .seconds(5), _ body: (JobBrokerSuite) async throws -> Void
    ) async throws {
        try await BrokerUnderTest.with(young: young) { try await body(JobBrokerSuite(broker: $0.broker)) }
    }

    @Test("offering again what is ready or leased changes nothing")
    func offerTwice() async throws { try await run { try await $0.offeringTwiceChangesNothing() } }

    @Test("what is taken says what was offered, in the order of the tokens")
    func description() async throws { try await run { try await $0.whatIsTakenSaysWhatWasOffered() } }

    @Test("jobs become ready when their time comes")
    func due() async throws { try await run { try await $0.dueJobsBecomeReady() } }

    @Test("a tenant's jobs come by priority, then age")
    func order() async throws { try await run { try await $0.priorityThenAge() } }

    @Test("a tenant's jobs come by priority, then age, over all its kinds and limit keys")
    func orderOverLanes() async throws { try await run { try await $0.priorityThenAgeOverLanes() } }

    @Test("100,000 jobs of one tenant do not delay the one of another")
    func turn() async throws { try await run { try await $0.tenantsAreServedInTurn() } }

    @Test("tenants with equal jobs get equal shares")
    func equalShares() async throws { try await run { try await $0.manyTenantsShareAlike() } }

    @Test("a share is measured in slot-time: who runs ten times as long gets a tenth of the jobs")
    func slotTime() async throws { try await run { try await $0.sharesAreSlotTime() } }

    @Test("what was refused or handed back costs its tenant nothing")
    func refunds() async throws { try await run { try await $0.whatNeverRanCostsNothing() } }

    @Test("a tenant that used the fleet for hours is not behind one that comes new")
    func newcomers() async throws { try await run { try await $0.thePastIsForgiven() } }

    @Test("a lease of a kind that runs for hours keeps all that it was taken with")
    func longJobs() async throws { try await run { try await $0.jobsOfManyHoursAreLeasedWhole() } }

    @Test("kinds that a worker does not know are left for others and hide nothing")
    func unknownKinds() async throws { try await run { try await $0.unknownKindsAreSkipped() } }

    @Test("only the token that holds a lease ends it")
    func foreignTokens() async throws { try await run { try await $0.onlyTheTokenThatHoldsALeaseEndsIt() } }

    @Test("what is handed back stands where it stood")
    func release() async throws { try await run { try await $0.releasePutsBackInTheSamePlace() } }

    @Test("only leases whose deadline has passed are listed, and listing changes nothing")
    func reap() async throws { try await run { try await $0.reapListsWhatExpired() } }

    @Test("a lease that is extended does not expire")
    func extend() async throws { try await run { try await $0.extendKeepsLeases() } }

    @Test("after a loss of everything, leases are made again by their owners and refused to others")
    func remake() async throws {
        try await BrokerUnderTest.with { test in
            try await JobBrokerSuite(broker: test.broker).extendMakesLostLeasesAgain { try await test.flush() }
        }
    }

    @Test("leases that their session does not name go back into their lines")
    func ghosts() async throws {
        try await run(young: .zero) { try await $0.leasesThatTheirSessionDoesNotNameGoBack() }
    }

    @Test("a lease whose take may still be on its way to the worker stays")
    func young() async throws { try await run { try await $0.youngLeasesStay() } }

    @Test("an offer over another connection wakes a waiting worker")
    func wake() async throws {
        try await BrokerUnderTest.with { test in
            let other = try BrokerUnderTest.client(of: test.server)
            defer { other.close() }
            try await JobBrokerSuite(broker: test.broker).anOfferWakesAWaitingWorker(other: RedisBroker(redis: other))
        }
    }

    @Test("a wait ends after its time")
    func wait() async throws { try await run { try await $0.aWaitEnds() } }

    @Test("the epoch stays while the server keeps what it has, and changes when it is wiped or restarted")
    func epoch() async throws {
        try await BrokerUnderTest.with { test in
            let first = try await test.broker.epoch(of: "test")
            #expect(try await test.broker.epoch(of: "test") == first)
            try await test.flush()
            let second = try await test.broker.epoch(of: "test")
            #expect(second != first && second.server == first.server)
            try await test.server.restart()
            var third: DispatcherEpoch?
            let answered = try await eventually {
                third = try? await test.broker.epoch(of: "test")
                return third != nil
            }
            #expect(answered && third?.server != second.server && third?.server.isEmpty == false)
        }
    }

    @Test("jobs in a line, leased or kept until their time are known; others are not")
    func unknown() async throws {
        try await BrokerUnderTest.with { test in
            let offers = Make.offers(4, tenant: UUID()) + [Make.offer(runAt: Date() + 3600)]
            let strangers = [Make.offer(), Make.offer(runAt: Date() + 3600)]
            try await test.broker.offer(offers)
            let suite = JobBrokerSuite(broker: test.broker)
            let taken = try await suite.take(2)
            #expect(try await test.broker.unknown(among: strangers + offers) == strangers)
            // What is settled is known no more.
            try await suite.settle(taken)
            let left = try await test.broker.unknown(among: offers).map(\.id)
            #expect(left == taken.map(\.claim.id))
            try await test.flush()
            #expect(try await test.broker.unknown(among: offers) == offers)
            #expect(try await test.broker.unknown(among: []).isEmpty)
        }
    }

    @Test("it promises all that a dispatcher can")
    func abilities() async throws {
        try await run { #expect($0.broker.abilities == [.leases, .dueTimes, .slotTime, .wakes]) }
    }

    @Test("a server that refuses to be marked has no epoch")
    func unmarked() async throws {
        try await BrokerUnderTest.with { test in
            try await test.redis.command(RedisCommand("CONFIG", "SET", "min-replicas-to-write", "1"))
            await #expect(throws: RedisError.self) { _ = try await test.broker.epoch(of: "test") }
        }
    }

    @Test("a queued job takes less than 150 bytes")
    func memory() async throws {
        try await BrokerUnderTest.with { test in
            let tenants = (0..<100).map { _ in UUID() }
            _ = try await test.broker.stats(of: "test")
            let before = try await test.usedMemory()
            for _ in 0..<100 {
                try await test.broker.offer(tenants.flatMap { Make.offers(10, tenant: $0) })
            }
            let each = Double(try await test.usedMemory() - before) / 100_000
            print("figure: \(each) bytes of Redis for each of 100,000 queued jobs of 100 tenants")
            #expect(each < 150)
            #expect(try await test.broker.stats(of: "test").ready == 100_000)
        }
    }
}
