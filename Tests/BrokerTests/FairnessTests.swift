import Broker
import Foundation
import Jobs
import TestSupport
import Testing

/// The share of each tenant, in simulated time: real takes and settlements, and jobs that last as long as a clock of our
/// own says, so that the figure is the dispatcher's and not the machine's.
@Suite struct FairnessTests {
    private struct Running {
        let job: TakenJob
        let end: Double
    }

    @Test("100 tenants whose backlogs follow Zipf's law get their shares of slot-time within 10 %, by weight")
    func zipf() async throws {
        let seed = Settings.seed
        try await BrokerUnderTest.with { test in
            var random = SeededGenerator(seed)
            let tenants = (0..<100).map { _ in UUID() }
            // Every tenth has twice the weight; the smallest backlog is a hundredth of the biggest.
            let weights = Dictionary(uniqueKeysWithValues: tenants.enumerated().map { ($1, $0 % 10 == 0 ? 2.0 : 1) })
            try await test.broker.publish(
                QueueLimits(version: 1, weights: weights.filter { $0.value > 1 }), counting: [], in: "test")
            var left: [UUID: Int] = [:]
            var lengths: [JobID: Double] = [:]
            for (rank, tenant) in tenants.enumerated() {
                let count = 15_000 / (rank + 1)
                left[tenant] = count
                let offers = (0..<count).map { _ in
                    Make.offer(tenant: tenant, kind: ["short", "long"][Int.random(in: 0..<2, using: &random)])
                }
                for offer in offers {
                    // In milliseconds; tenants differ in what their jobs take of the same kind.
                    let mean = (offer.lane.kind == "short" ? 5.0 : 40) * (rank % 3 == 0 ? 2 : 1)
                    lengths[offer.id] = Double.random(in: 0.5...1.5, using: &random) * mean
                }
                try await test.broker.offer(offers)
            }
            let suite = JobBrokerSuite(broker: test.broker)
            var workers: [[Running]] = [[], [], []]
            var used: [UUID: Double] = [:]
            var (now, taken) = (0.0, 0)
            // Until the first tenant has nothing left.
            while left.values.allSatisfy({ $0 > 0 }) {
                if taken > 1500, workers.count == 3 { workers.append([]) }
                for index in workers.indices where workers[index].count < 8 {
                    for job in try await suite.take(8 - workers[index].count, kinds: ["short", "long"]) {
                        workers[index].append(Running(job: job, end: now + (lengths[job.claim.id] ?? 0)))
                        left[job.tenant, default: 0] -= 1
                        taken += 1
                    }
                }
                let next = workers.joined().min { $0.end < $1.end }
                guard let next else { break }
                now = next.end
                for index in workers.indices {
                    let ended = workers[index].filter { $0.end <= now }
                    guard !ended.isEmpty else { continue }
                    workers[index].removeAll { $0.end <= now }
                    try await test.broker.settle(
                        ended.map { running in
                            let time = lengths[running.job.claim.id] ?? 0
                            used[running.job.tenant, default: 0] += time
                            return EndedLease(
                                claim: running.job.claim, slotTime: .microseconds(Int(time * 1000)))
                        }, in: "test")
                }
            }
            for running in workers.joined() {
                used[running.job.tenant, default: 0] += lengths[running.job.claim.id] ?? 0
            }
            let total = used.values.reduce(0, +) / weights.values.reduce(0, +)
            let ratios = tenants.map { (used[$0] ?? 0) / total / (weights[$0] ?? 1) }
            let (least, most) = (ratios.min() ?? 0, ratios.max() ?? 0)
            print(
                "figure: served over fair share of 100 Zipf tenants, \(taken) jobs: "
                    + String(format: "%.3f to %.3f", least, most) + ", seed \(seed)")
            #expect(least >= 0.9 && most <= 1.1, "seed \(seed)")
        }
    }
}
