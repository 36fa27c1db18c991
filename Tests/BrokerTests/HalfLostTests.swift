import Broker
import Foundation
import Jobs
import Redis
import TestSupport
import Testing

/// Single keys vanish at random moments (an eviction, a partial restore, an operator). With everything open offered
/// again, as the Enqueuer does, no job is lost and none is leased twice.
@Suite struct HalfLostTests {
    @Test(
        "whichever key is lost, every job runs, and no two live leases hold one job",
        arguments: ["held", "leases", "tenants", "lanes", "ready", "session", "vtime", "due", "waiting", "cost", ""])
    func drive(_ part: String) async throws { try await drive(part, []) }

    @Test(
        "the same under limits",
        arguments: ["running", "rates", "full", "parked", "limits", "held", "tenants", "lanes", "ready", ""])
    func limited(_ part: String) async throws {
        try await drive(
            part,
            [
                LimitRule(.init(.kind, kind: "other"), running: 3), LimitRule(.init(.key), running: 1),
                LimitRule(.init(.kind, kind: Make.kind), rate: 500, burst: 3),
            ])
    }

    private func drive(_ part: String, _ rules: [LimitRule]) async throws {
        let seed = Settings.seed
        print("figure: seed \(seed) for the loss of '\(part)'")
        try await BrokerUnderTest.with(young: .zero) { test in
            var drive = Drive(test: test, part: part, rules: rules, seed: seed)
            try await drive.run(steps: 250)
            let left = try await drive.finish()
            #expect(left.isEmpty, "seed \(seed)")
            #expect(drive.doubles == 0, "seed \(seed)")
        }
    }
}

/// Jobs as the store would know them, four workers, and a dispatcher that forgets.
private struct Drive {
    enum FakeLimitStore: Equatable { case queued, running(ClaimToken), settled }

    let test: BrokerUnderTest
    let suite: JobBrokerSuite
    let part: String
    let rules: [LimitRule]
    var random: SeededGenerator
    let offers: [JobID: Offer]
    var truth: [JobID: FakeLimitStore]
    var workers: [[JobID: TakenJob]] = Array(repeating: [:], count: 4)
    let sessions = (0..<4).map { _ in UUID() }
    var doubles = 0

    init(test: BrokerUnderTest, part: String, rules: [LimitRule], seed: UInt64) {
        self.test = test
        self.part = part
        self.rules = rules
        suite = JobBrokerSuite(broker: test.broker)
        random = SeededGenerator(seed)
        let tenants = (0..<4).map { _ in UUID() }
        var offers: [JobID: Offer] = [:]
        for index in 0..<80 {
            let offer = Make.offer(
                tenant: tenants[index % 4], kind: index.isMultiple(of: 3) ? "other" : Make.kind,
                limitKey: index.isMultiple(of: 5) ? "key" : nil, priority: index % 3,
                runAt: index.isMultiple(of: 7) ? Date() + 0.02 : nil)
            offers[offer.id] = offer
        }
        self.offers = offers
        truth = offers.mapValues { _ in .queued }
    }

    mutating func run(steps: Int) async throws {
        try await offerOpen()
        for _ in 0..<steps {
            let worker = Int.random(in: 0..<4, using: &random)
            switch Int.random(in: 0..<20, using: &random) {
            case 0..<8: try await take(worker)
            case 8..<12: try await settle(worker)
            case 12..<14: try await release(worker)
            case 14..<16: try await extend(worker)
            case 16..<18: try await lose()
            default: try await offerOpen()
            }
        }
    }

    /// Every worker ends what it has, then one takes all there is.
    mutating func finish() async throws -> [JobID] {
        for worker in 0..<4 {
            try await extend(worker)
            while !workers[worker].isEmpty { try await settle(worker) }
        }
        _ = try await eventually(within: .seconds(10)) {
            try await offerOpen()
            try await take(0)
            while !workers[0].isEmpty { try await settle(0) }
            return truth.values.allSatisfy { $0 == .settled }
        }
        return truth.filter { $0.value != .settled }.map(\.key)
    }

    private mutating func take(_ worker: Int) async throws {
        let taken = try await suite.take(
            Int.random(in: 1...6, using: &random), kinds: [Make.kind, "other"], session: sessions[worker])
        for job in taken {
            let rivals = workers.compactMap { $0[job.claim.id]?.claim } + [job.claim]
            if try await test.broker.live(rivals, in: "test") != [job.claim] { doubles += 1 }
            if truth[job.claim.id] == .queued {
                truth[job.claim.id] = .running(job.claim.token)
                workers[worker][job.claim.id] = job
            } else {
                // The store refuses the claim; the lease ends.
                try await suite.settle([job], slotTime: .zero)
            }
        }
    }

    private mutating func settle(_ worker: Int) async throws {
        guard let job = workers[worker].values.randomElement(using: &random) else { return }
        workers[worker][job.claim.id] = nil
        if truth[job.claim.id] == .running(job.claim.token) { truth[job.claim.id] = .settled }
        try await suite.settle([job])
    }

    private mutating func release(_ worker: Int) async throws {
        guard let job = workers[worker].values.randomElement(using: &random) else { return }
        workers[worker][job.claim.id] = nil
        giveUp(job)
        try await test.broker.release([job.claim], in: "test")
    }

    private mutating func extend(_ worker: Int) async throws {
        let refused = try await test.broker.extend(
            Array(workers[worker].values), in: "test", session: sessions[worker], lease: .seconds(60))
        for claim in refused {
            if let job = workers[worker].removeValue(forKey: claim.id) { giveUp(job) }
        }
    }

    private mutating func giveUp(_ job: TakenJob) {
        if truth[job.claim.id] == .running(job.claim.token) { truth[job.claim.id] = .queued }
    }

    private mutating func lose() async throws {
        let all = try await test.keys().filter { part.isEmpty || $0.contains("}:\(part)") }
        if let key = all.randomElement(using: &random) { try await test.delete([key]) }
    }

    private func offerOpen() async throws {
        if !rules.isEmpty {
            let held = workers.flatMap(\.values).map { LimitPermit(claim: $0.claim, tenant: $0.tenant, lane: $0.lane) }
            if try await test.broker.limitVersion(of: "test") == nil {
                try await test.broker.publish(QueueLimits(version: 1, rules: rules), counting: held, in: "test")
            }
            _ = try await test.broker.compare(held, in: "test")
        }
        try await test.broker.offer(truth.filter { $0.value == .queued }.compactMap { offers[$0.key] })
    }
}
