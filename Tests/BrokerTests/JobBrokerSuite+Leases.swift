import Foundation
import Jobs
import TestSupport
import Testing

extension JobBrokerSuite {
    /// All the ways in which a stranger could end a lease that is not its own.
    func onlyTheTokenThatHoldsALeaseEndsIt() async throws {
        try await broker.offer([Make.offer()])
        let held = try #require(try await take(1).first)
        let stranger = Claim(id: held.claim.id, token: .random())
        try await broker.settle([EndedLease(claim: stranger, slotTime: .zero)], in: queue)
        try await broker.release([stranger], in: queue)
        #expect(try await broker.live([stranger, held.claim], in: queue) == [held.claim])
        #expect(try await take(1).isEmpty)
        try await settle([held])
        #expect(try await broker.live([held.claim], in: queue).isEmpty)
        #expect(try await broker.stats(of: queue) == QueueStats(ready: 0, leased: 0, due: 0, tenants: 0))
    }

    func releasePutsBackInTheSamePlace() async throws {
        let tenant = UUID()
        let offers = Make.offers(5, tenant: tenant)
        try await broker.offer(offers)
        let taken = try await take(3)
        try await broker.release([taken[1].claim, taken[0].claim], in: queue)
        #expect(try await take(5).map(\.claim.id) == [0, 1, 3, 4].map { offers[$0].id })
    }

    func reapListsWhatExpired() async throws {
        try needs(.leases)
        try await broker.offer(Make.offers(4, tenant: UUID()))
        let short = try await take(2, lease: .milliseconds(1))
        let long = try await take(2)
        #expect(try await eventually { try await broker.reap(queue, skipping: 0, limit: 10).count == 2 })
        for _ in 0..<2 {
            #expect(Set(try await broker.reap(queue, skipping: 0, limit: 10)) == Set(short.map(\.claim)))
        }
        #expect(try await broker.reap(queue, skipping: 0, limit: 1).count == 1)
        let pages = [
            try await broker.reap(queue, skipping: 0, limit: 1), try await broker.reap(queue, skipping: 1, limit: 1),
        ]
        #expect(Set(pages.joined()) == Set(short.map(\.claim)))
        #expect(try await broker.reap(queue, skipping: 2, limit: 1).isEmpty)
        #expect(try await broker.live((short + long).map(\.claim), in: queue) == Set(long.map(\.claim)))
        // Listed is not ended: they cannot be taken before they are settled.
        #expect(try await take(4).isEmpty)
        try await settle(short)
        #expect(try await broker.reap(queue, skipping: 0, limit: 10).isEmpty)
    }

    func extendKeepsLeases() async throws {
        try needs(.leases)
        try await broker.offer(Make.offers(2, tenant: UUID()))
        let taken = try await take(2, lease: .milliseconds(1))
        #expect(try await eventually { try await broker.reap(queue, skipping: 0, limit: 10).count == 2 })
        #expect(try await broker.extend(taken, in: queue, session: session, lease: .seconds(60)).isEmpty)
        #expect(try await broker.reap(queue, skipping: 0, limit: 10).isEmpty)
        #expect(try await broker.live(taken.map(\.claim), in: queue).count == 2)
    }

    /// - Parameter lose: makes the dispatcher forget everything.
    func extendMakesLostLeasesAgain(lose: () async throws -> Void) async throws {
        let offers = Make.offers(3, tenant: UUID())
        try await broker.offer(offers)
        let mine = try await take(2)
        try await lose()
        // Offered again before the owner came: then it stands in its line, too.
        try await broker.offer([offers[0]])
        #expect(try await broker.extend(mine, in: queue, session: session, lease: .seconds(60)).isEmpty)
        #expect(try await broker.live(mine.map(\.claim), in: queue) == Set(mine.map(\.claim)))
        // It left the line: counted there, it would be taken in vain when it is settled.
        #expect(try await broker.stats(of: queue).leased == 2)
        try await broker.offer(offers)
        #expect(try await broker.stats(of: queue).ready == 1)
        let other = try await take(5, session: UUID())
        #expect(other.map(\.claim.id) == [offers[2].id])
        // Asserting them again is refused while another holds them, and changes nothing.
        let pretender = TakenJob(
            claim: Claim(id: offers[2].id, token: .random()), queue: queue, tenant: mine[0].tenant, lane: mine[0].lane,
            priority: 4)
        let refused = try await broker.extend(mine + [pretender], in: queue, session: session, lease: .seconds(60))
        #expect(refused == [pretender.claim])
        #expect(try await broker.live([pretender.claim, other[0].claim], in: queue) == [other[0].claim])
        // What was made again is settled like any other.
        try await settle(mine)
        #expect(try await broker.stats(of: queue) == QueueStats(ready: 0, leased: 1, due: 0, tenants: 0))
    }

    /// For a dispatcher that takes no lease for young.
    func leasesThatTheirSessionDoesNotNameGoBack() async throws {
        try needs(.leases)
        let offers = Make.offers(4, tenant: UUID())
        try await broker.offer(offers)
        let taken = try await take(3)
        let other = UUID()
        let foreign = try await take(1, session: other)
        #expect(
            try await eventually {
                _ = try await broker.extend([taken[1]], in: queue, session: session, lease: .seconds(60))
                return try await broker.stats(of: queue).leased == 2
            })
        #expect(try await broker.live((taken + foreign).map(\.claim), in: queue) == [taken[1].claim, foreign[0].claim])
        #expect(try await take(5, session: other).map(\.claim.id) == [offers[0].id, offers[2].id])
        // The former owner's late word about a lease that went back changes nothing.
        try await settle([taken[0]])
        #expect(try await broker.stats(of: queue).leased == 4)
    }

    /// For a dispatcher that takes leases of five seconds for young: the answer may still be under way.
    func youngLeasesStay() async throws {
        try needs(.leases)
        try await broker.offer(Make.offers(2, tenant: UUID()))
        let taken = try await take(2)
        #expect(try await broker.extend([], in: queue, session: session, lease: .seconds(60)).isEmpty)
        #expect(try await broker.live(taken.map(\.claim), in: queue).count == 2)
    }

    // MARK: Waiting

    /// - Parameter other: the same dispatcher over another connection.
    func anOfferWakesAWaitingWorker(other: any JobBroker) async throws {
        try needs(.wakes)
        // Both connections are there.
        try await broker.waitForWork(in: queue, for: .milliseconds(1))
        try await other.offer([])
        _ = try await other.stats(of: queue)
        var shortest = Duration.seconds(60)
        for _ in 0..<5 {
            let waiting = Task {
                try await broker.waitForWork(in: queue, for: .seconds(10))
                return ContinuousClock.now
            }
            let start = ContinuousClock.now
            try await other.offer([Make.offer()])
            let time = try await waiting.value - start
            shortest = min(shortest, time)
            try await settle(try await take(1))
        }
        print("figure: an offer woke a waiting worker after \(shortest)")
        #expect(shortest < .seconds(2), "it waited for its limit")
    }

    func aWaitEnds() async throws {
        let start = ContinuousClock.now
        try await broker.waitForWork(in: queue, for: .milliseconds(50))
        let time = ContinuousClock.now - start
        #expect(time >= .milliseconds(45) && time < .seconds(5))
    }
}
