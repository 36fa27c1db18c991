import Foundation
import Jobs
import TestSupport
import Testing

/// What holds for every dispatcher. Each function is one guarantee, for a dispatcher with nothing in it.
struct JobBrokerSuite {
    let broker: any JobBroker
    let queue: QueueName = "test"
    let session = UUID()

    func take(
        _ count: Int, kinds: [JobKind] = [Make.kind], session: UUID? = nil, lease: Duration = .seconds(60)
    ) async throws -> [TakenJob] {
        try await broker.take(
            from: queue, kinds: kinds, tokens: (0..<count).map { _ in .random() }, session: session ?? self.session,
            lease: lease)
    }

    func settle(_ jobs: [TakenJob], slotTime: Duration = .milliseconds(1)) async throws {
        try await broker.settle(jobs.map { EndedLease(claim: $0.claim, slotTime: slotTime) }, in: queue)
    }

    /// What the rest of a function is about; a dispatcher that does not say so is not asked.
    func needs(_ ability: BrokerAbilities) throws {
        try #require(broker.abilities.contains(ability))
    }

    // MARK: Offers

    func offeringTwiceChangesNothing() async throws {
        let offers = Make.offers(10, tenant: UUID())
        for _ in 0..<3 { try await broker.offer(offers) }
        #expect(try await broker.stats(of: queue) == QueueStats(ready: 10, leased: 0, due: 0, tenants: 1))
        let taken = try await take(4)
        for _ in 0..<3 { try await broker.offer(offers) }
        #expect(try await broker.stats(of: queue) == QueueStats(ready: 6, leased: 4, due: 0, tenants: 1))
        let rest = try await take(10)
        #expect(rest.count == 6 && Set(rest.map(\.claim.id)).isDisjoint(with: taken.map(\.claim.id)))
        #expect(try await broker.live((taken + rest).map(\.claim), in: queue).count == 10)
        try await broker.offer([])
    }

    func whatIsTakenSaysWhatWasOffered() async throws {
        let offers = [
            Make.offer(priority: 0), Make.offer(kind: "other", priority: 9),
            Make.offer(limitKey: "account 7", priority: 5),
        ]
        try await broker.offer(offers)
        let tokens = (0..<5).map { _ in ClaimToken.random() }
        let taken = try await broker.take(
            from: queue, kinds: [Make.kind, "other"], tokens: tokens, session: session, lease: .seconds(60))
        #expect(taken.map(\.claim.token) == Array(tokens.prefix(3)))
        for job in taken {
            let offer = try #require(offers.first { $0.id == job.claim.id })
            #expect(job.tenant == offer.tenant && job.lane == offer.lane && job.priority == offer.priority)
            #expect(job.queue == queue)
        }
    }

    func dueJobsBecomeReady() async throws {
        try needs(.dueTimes)
        let later = Make.offer(runAt: Date() + 3600)
        try await broker.offer([later])
        #expect(try await broker.promote(queue, limit: 100) == 0)
        #expect(try await broker.stats(of: queue) == QueueStats(ready: 0, leased: 0, due: 1, tenants: 0))
        let time = Date() + 0.3
        let soon = Make.offer(runAt: time)
        try await broker.offer([soon])
        let isReady = try await eventually {
            _ = try await broker.promote(queue, limit: 100)
            return try await broker.stats(of: queue).ready == 1
        }
        #expect(isReady && Date() >= time)
        #expect(try await broker.stats(of: queue) == QueueStats(ready: 1, leased: 0, due: 1, tenants: 1))
        #expect(try await take(5).map(\.claim.id) == [soon.id])
        // A take looks itself.
        let next = Make.offer(runAt: Date() + 0.05)
        try await broker.offer([next])
        #expect(try await eventually { try await take(1).map(\.claim.id) == [next.id] })
        // The time of an offer that is offered again is the new one.
        let moved = Make.offer(runAt: Date() + 3600)
        try await broker.offer([moved])
        let earlier = Offer(
            id: moved.id, queue: queue, tenant: moved.tenant, lane: moved.lane, priority: 4, runAt: Date() - 1)
        try await broker.offer([earlier])
        #expect(try await take(5).map(\.claim.id) == [moved.id])
    }

    // MARK: Order

    func priorityThenAge() async throws {
        let tenant = UUID()
        let offers = (0..<40).map { Make.offer(tenant: tenant, priority: $0 * 7 % 10) }
        let expected = offers.sorted { ($0.priority, $0.id) < ($1.priority, $1.id) }.map(\.id)
        try await broker.offer(offers.shuffled())
        var taken: [JobID] = []
        for count in [1, 2, 3, 10, 40] { taken += try await take(count).map(\.claim.id) }
        #expect(taken == expected)
    }

    /// Two kinds are two lines of one tenant; the worker sees one.
    func priorityThenAgeOverLanes() async throws {
        let tenant = UUID()
        let offers = (0..<40).map {
            Make.offer(
                tenant: tenant, kind: $0.isMultiple(of: 3) ? "other" : Make.kind,
                limitKey: $0.isMultiple(of: 2) ? "key" : nil, priority: $0 * 7 % 10)
        }
        try await broker.offer(offers.shuffled())
        // Age counts in milliseconds: within one, a line may come before another.
        let taken = try await take(40, kinds: [Make.kind, "other"]).map {
            [Int64($0.priority), $0.claim.id.milliseconds]
        }
        #expect(taken.count == 40)
        #expect(
            taken
                == offers.map { [Int64($0.priority), $0.id.milliseconds] }.sorted { $0.lexicographicallyPrecedes($1) })
    }

    func tenantsAreServedInTurn() async throws {
        let busy = UUID()
        let small = Make.offer()
        for _ in 0..<100 { try await broker.offer(Make.offers(1000, tenant: busy)) }
        try await broker.offer([small])
        let taken = try await take(3)
        #expect(taken.contains { $0.claim.id == small.id })
    }

    func manyTenantsShareAlike() async throws {
        let tenants = (0..<5).map { _ in UUID() }
        for tenant in tenants { try await broker.offer(Make.offers(100, tenant: tenant)) }
        let taken = try await take(100)
        for tenant in tenants { #expect(taken.count { $0.tenant == tenant } == 20) }
    }

    /// One tenant's jobs turn out ten times as long as the other's: it gets a tenth of the jobs.
    func sharesAreSlotTime() async throws {
        try needs(.slotTime)
        let (long, short) = (UUID(), UUID())
        try await broker.offer(Make.offers(500, tenant: long) + Make.offers(500, tenant: short))
        var counts: [UUID: Int] = [:]
        for _ in 0..<220 {
            let taken = try await take(1)
            for job in taken { counts[job.tenant, default: 0] += 1 }
            try await settle(taken, slotTime: taken.first?.tenant == long ? .milliseconds(100) : .milliseconds(10))
        }
        let ratio = Double(counts[short] ?? 0) / Double(counts[long] ?? 1)
        #expect(ratio > 6 && ratio < 14, "\(ratio)")
    }

    func whatNeverRanCostsNothing() async throws {
        try needs(.slotTime)
        let (refused, other) = (UUID(), UUID())
        // Both are in rotation; only one of them has what this worker takes first.
        try await broker.offer(Make.offers(100, tenant: refused) + Make.offers(50, tenant: other, kind: "other"))
        try await settle(try await take(50), slotTime: .zero)
        try await broker.release(try await take(20).map(\.claim), in: queue)
        let taken = try await take(40, kinds: [Make.kind, "other"])
        #expect(taken.count { $0.tenant == refused } == 20)
    }

    /// What a tenant used yesterday does not put it behind one that comes today.
    func thePastIsForgiven() async throws {
        let (old, new) = (UUID(), UUID())
        for _ in 0..<10 {
            try await broker.offer(Make.offers(1, tenant: old))
            try await settle(try await take(1), slotTime: .seconds(3600))
        }
        try await broker.offer(Make.offers(100, tenant: new))
        try await broker.offer(Make.offers(1, tenant: old))
        #expect(try await take(4).contains { $0.tenant == old })
    }

    func jobsOfManyHoursAreLeasedWhole() async throws {
        let tenant = UUID()
        try await broker.offer(Make.offers(1, tenant: tenant))
        try await settle(try await take(1), slotTime: .seconds(20 * 3600))
        let offer = Make.offer(tenant: tenant, limitKey: "key", priority: 2)
        try await broker.offer([offer])
        let taken = try #require(try await take(1).first)
        try await broker.release([taken.claim], in: queue)
        let again = try #require(try await take(1).first)
        #expect(again.lane == offer.lane && again.priority == 2 && again.tenant == tenant)
    }

    func unknownKindsAreSkipped() async throws {
        let (mixed, known) = (UUID(), UUID())
        // They have used something: their turn is after that of the tenants who come new.
        try await broker.offer([Make.offer(tenant: mixed), Make.offer(tenant: known)])
        let earlier = try await take(2)
        for _ in 0..<100 { try await broker.offer([Make.offer(kind: "newer", limitKey: "a", priority: 0)]) }
        try await settle(earlier, slotTime: .seconds(10))
        try await broker.offer([Make.offer(tenant: mixed, kind: "newer", priority: 0), Make.offer(tenant: mixed)])
        try await broker.offer([Make.offer(tenant: known)])
        let taken = try await take(50)
        #expect(taken.count == 2 && taken.allSatisfy { $0.lane.kind == Make.kind })
        #expect(try await broker.stats(of: queue).ready == 101)
        #expect(try await take(200, kinds: ["newer"]).count == 101)
        #expect(try await take(10, kinds: []).isEmpty)
    }
}
