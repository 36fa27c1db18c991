import Broker
import Foundation
import Jobs
import TestSupport
import Testing

/// Random operations under limits of every scope: none is ever exceeded, no place leaks, and everything runs in the end.
@Suite struct LimitDriveTests {
    private static let kinds: [JobKind] = [Make.kind, "other"]
    private static let rules = [
        LimitRule(.init(.queue), running: 12), LimitRule(.init(.kind, kind: "other"), running: 5),
        LimitRule(.init(.tenant), running: 4), LimitRule(.init(.tenant, kind: Make.kind), running: 3),
        LimitRule(.init(.key), running: 2), LimitRule(.init(.key, kind: Make.kind, subject: "a"), running: 1),
    ]

    @Test("whatever happens in whatever order, no limit is exceeded and nothing is left", arguments: 0..<3)
    func drive(_ round: Int) async throws {
        let seed = Settings.seed &+ UInt64(round)
        print("figure: seed \(Settings.seed) for the drive under limits")
        try await BrokerUnderTest.with(young: .zero) { test in
            try await test.limit(Self.rules)
            let suite = JobBrokerSuite(broker: test.broker)
            var random = SeededGenerator(seed)
            let tenants = (0..<5).map { _ in UUID() }
            let offers = (0..<400).map { index in
                Make.offer(
                    tenant: tenants[Int.random(in: 0..<5, using: &random)],
                    kind: Self.kinds[Int.random(in: 0..<2, using: &random)],
                    limitKey: [nil, "a", "b", "c"][Int.random(in: 0..<4, using: &random)], priority: index % 3)
            }
            let sessions = (0..<3).map { _ in UUID() }
            var held: [[TakenJob]] = Array(repeating: [], count: 3)
            var done: Set<JobID> = []
            var version: Int64 = 1
            try await test.broker.offer(offers)
            var idle = 0
            while done.count < offers.count, idle < 300 {
                let worker = Int.random(in: 0..<3, using: &random)
                let before = done.count
                switch Int.random(in: 0..<20, using: &random) {
                case 0..<9:
                    held[worker] += try await suite.take(
                        Int.random(in: 1...8, using: &random), kinds: Self.kinds, session: sessions[worker])
                    let excess = Self.excess(held.flatMap { $0 })
                    #expect(excess == nil, "\(excess ?? ""), seed \(seed)")
                case 9..<15:
                    let count = Int.random(in: 0...held[worker].count, using: &random)
                    try await suite.settle(Array(held[worker].prefix(count)))
                    done.formUnion(held[worker].prefix(count).map(\.claim.id))
                    held[worker].removeFirst(count)
                case 15:
                    try await test.broker.release(held[worker].prefix(2).map(\.claim), in: "test")
                    held[worker] = Array(held[worker].dropFirst(2))
                case 16:
                    // A session that names less than it holds gives the rest back.
                    held[worker] = Array(held[worker].dropLast())
                    _ = try await test.broker.extend(
                        held[worker], in: "test", session: sessions[worker], lease: .seconds(60))
                case 17:
                    let rows = held.flatMap { $0 }.map {
                        LimitPermit(claim: $0.claim, tenant: $0.tenant, lane: $0.lane)
                    }
                    #expect(try await test.broker.compare(rows, in: "test") == 0, "seed \(seed)")
                case 18:
                    version += 1
                    try await test.limit(Self.rules, version: version)
                default:
                    // Everything is lost but what the workers hold and the store knows.
                    try await test.flush()
                    let rows = held.flatMap { $0 }.map {
                        LimitPermit(claim: $0.claim, tenant: $0.tenant, lane: $0.lane)
                    }
                    try await test.broker.publish(
                        QueueLimits(version: version, rules: Self.rules), counting: rows, in: "test")
                    let running = Set(held.flatMap { $0 }.map(\.claim.id))
                    try await test.broker.offer(offers.filter { !done.contains($0.id) && !running.contains($0.id) })
                    for (worker, session) in sessions.enumerated() {
                        _ = try await test.broker.extend(
                            held[worker], in: "test", session: session, lease: .seconds(60))
                    }
                }
                idle = done.count == before ? idle + 1 : 0
            }
            #expect(done.count == offers.count, "seed \(seed)")
        }
    }

    /// The first limit that more run under than may.
    private static func excess(_ running: [TakenJob]) -> String? {
        var counts: [String: (count: Int, limit: Int)] = [:]
        func count(_ name: String, _ limit: Int) { counts[name] = ((counts[name]?.count ?? 0) + 1, limit) }
        for job in running {
            count("queue", 12)
            count("tenant \(job.tenant)", 4)
            if job.lane.kind == "other" { count("other", 5) }
            if job.lane.kind == Make.kind { count("kind of \(job.tenant)", 3) }
            if job.lane.name.contains("#") {
                count(job.lane.name, job.lane == Lane(kind: Make.kind, limitKey: "a") ? 1 : 2)
            }
        }
        return counts.first { $0.value.count > $0.value.limit }.map { "\($0.key): \($0.value.count)" }
    }
}
