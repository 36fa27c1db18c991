import Foundation
import Jobs
import Testing

/// Places that are free where several limits meet.
@Suite struct LimitChainTests {
    @Test("a place that is free goes to the next who may have it, when the first that waited is barred elsewhere")
    func chain() async throws {
        try await BrokerUnderTest.with { test in
            try await test.limit([
                LimitRule(.init(.kind, kind: Make.kind), running: 2), LimitRule(.init(.tenant), running: 1),
            ])
            let suite = JobBrokerSuite(broker: test.broker)
            let kinds: [JobKind] = [Make.kind, "other"]
            // Its turn comes last: it used much already.
            let last = UUID()
            try await test.broker.offer([Make.offer(tenant: last)])
            try await suite.settle(try await suite.take(1, kinds: kinds), slotTime: .seconds(1000))
            try await test.broker.offer([Make.offer(), Make.offer()])
            let held = try await suite.take(5, kinds: kinds)
            #expect(held.count == 2)
            // Busy with something else, and many lines of its own stand before the only one of the others.
            let busy = UUID()
            try await test.broker.offer([Make.offer(tenant: busy, kind: "other")])
            #expect(try await suite.take(5, kinds: kinds).count == 1)
            try await test.broker.offer((0..<30).map { Make.offer(tenant: busy, limitKey: "\($0)") })
            #expect(try await suite.take(5, kinds: kinds).isEmpty)
            let other = Make.offer(tenant: last)
            try await test.broker.offer([other])
            #expect(try await suite.take(5, kinds: kinds).isEmpty)
            try await suite.settle([held[0]])
            #expect(try await suite.take(5, kinds: kinds).map(\.claim.id) == [other.id])
        }
    }
}
