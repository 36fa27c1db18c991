import Foundation
import Jobs
import Postgres
import Storage
import TestSupport
import Testing

@Suite(.serialized) struct PostgresBrokerLoadTests {
    private static let settled = Settings.size(60_000, full: 200_000)
    private static let flood = Settings.size(30_000, full: 100_000)

    /// Rows of today, a few for each millisecond, in the order of `first`.
    private func fill(
        _ test: PostgresUnderTest, _ count: Int, tenant: UUID, status: String, secondsAgo: Double
    ) async throws {
        try await test.owner.query(
            """
            insert into jobs (id, tenant, kind, queue, status, priority, max_attempts, timeout_ms, payload, attempt)
            select overlay(
                flotilla.uuid_floor(now() - \(secondsAgo) * interval '1 second' + n / 100 * interval '1 ms')::text
                    placing lpad(to_hex(n), 12, '0') from 25 for 12)::uuid,
                \(tenant), 'test.kind', 'test', \(status)::job_status, 4, 3, 1000, '{}', 0
            from generate_series(1, \(Int64(count))) as n
            """, deadline: .seconds(120))
    }

    private func timed<Value>(_ body: () async throws -> Value) async throws -> (Value, Duration) {
        let start = ContinuousClock.now
        return (try await body(), ContinuousClock.now - start)
    }

    @Test("behind a flood of queued and many settled jobs above the low-water mark, single jobs are taken at once")
    func flood() async throws {
        try await PostgresUnderTest.with { test in
            let (busy, old) = (UUID(), Make.offer())
            try await fill(test, Self.settled, tenant: busy, status: "succeeded", secondsAgo: 300)
            try await fill(test, Self.flood, tenant: busy, status: "queued", secondsAgo: 120)
            try await test.enqueue([old])
            let suite = JobBrokerSuite(broker: test.broker)
            let (first, cold) = try await timed { try await suite.take(3) }
            #expect(first.contains { $0.claim.id == old.id })
            let new = Make.offer()
            try await test.enqueue([new])
            var turns = 0
            let (_, warm) = try await timed {
                _ = try await eventually {
                    turns += 1
                    return try await suite.take(1).contains { $0.claim.id == new.id }
                }
            }
            var taken = 0
            let (_, drain) = try await timed {
                while taken < 5000 { taken += try await suite.take(50).count }
            }
            print(
                """
                figure: \(Self.settled) settled rows, \(Self.flood) queued of one tenant: first take \(cold), \
                a new tenant's job after \(warm) (\(turns) takes), 5000 jobs in takes of 50 in \(drain)
                """)
            #expect(cold < .seconds(3) && warm < .seconds(3))
        }
    }

    @Test("with settled jobs alone above the low-water mark, an idle look reads few rows")
    func idle() async throws {
        try await PostgresUnderTest.with { test in
            try await fill(test, Self.settled, tenant: UUID(), status: "succeeded", secondsAgo: 300)
            let suite = JobBrokerSuite(broker: test.broker)
            var looks = 0
            // The first walk is over when a worker may wait again.
            let (_, walk) = try await timed {
                _ = try await eventually {
                    looks += 1
                    _ = try await suite.take(5)
                    let start = ContinuousClock.now
                    try await test.broker.waitForWork(in: "test", for: .milliseconds(200))
                    return ContinuousClock.now - start > .milliseconds(50)
                }
            }
            var shortest = walk
            for _ in 0..<5 {
                // Until then the broker remembers that there was nothing, and does not look.
                try await Task.sleep(for: .milliseconds(110))
                let (taken, time) = try await timed { try await suite.take(5) }
                #expect(taken.isEmpty)
                shortest = min(shortest, time)
            }
            print("figure: the first walk over \(Self.settled) settled rows \(walk) (\(looks) looks), then \(shortest)")
            #expect(shortest < walk / 10, "every look walks over them again")
        }
    }
}
