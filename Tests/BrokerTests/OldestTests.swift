import Broker
import Foundation
import Jobs
import Testing

@Suite("The ready jobs that were made first")
struct OldestTests {
    @Test(
        "they are found behind jobs of a higher priority, in every lane of every tenant, and in lines that limits park")
    func found() async throws {
        try await BrokerUnderTest.with { test in
            func offer(age: TimeInterval, tenant: UUID, key: String? = nil, priority: Int) -> Offer {
                let time = Date() - age
                return Offer(
                    id: JobIDMinter { time }.mint(), queue: "test", tenant: tenant,
                    lane: Lane(kind: Make.kind, limitKey: key),
                    priority: priority, runAt: nil)
            }
            let (first, second) = (UUID(), UUID())
            let oldest = offer(age: 900, tenant: first, priority: 9)
            let parked = offer(age: 800, tenant: second, key: "full", priority: 4)
            let middle = offer(age: 700, tenant: first, priority: 5)
            let other = offer(age: 600, tenant: first, key: "b", priority: 4)
            let young = (0..<20).map { offer(age: Double(20 - $0), tenant: $0 < 10 ? first : second, priority: 0) }
            try await test.limit([LimitRule(.init(.key, kind: Make.kind, subject: "full"), running: 0)])
            try await test.broker.offer(young + [other, middle, oldest, parked])
            // A take that meets the limit parks its line.
            _ = try await JobBrokerSuite(broker: test.broker).take(1)
            let found = try await test.broker.oldest(in: "test", limit: 4)
            #expect(found == [oldest, parked, middle, other].map(\.id))
            #expect(try await test.broker.oldest(in: "test", limit: 1) == [oldest.id])
            #expect(try await test.broker.oldest(in: "empty", limit: 10).isEmpty)
        }
    }
}
