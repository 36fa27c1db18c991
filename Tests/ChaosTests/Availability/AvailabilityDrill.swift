import FleetTestSupport
import Foundation
import Synchronization
import TestSupport
import Testing

/// One failure under load, for drills of availability: a load that goes on until the end, workers, what was
/// promised, and how long it took until all was as before.
final class AvailabilityDrill: Sendable {
    let drill: Drill
    let crew: SupervisedWorkers
    private let isEnding = Mutex(false)

    private let environment: [String: String]

    /// - Parameter environment: of the programs beside the API.
    init(_ drill: Drill, environment: [String: String] = [:]) {
        self.drill = drill
        self.environment = environment
        crew = SupervisedWorkers(drill.fleet)
    }

    /// Runs `body` in mid-load, then waits for the end of every job.
    /// - Parameter body: breaks something, and returns when it was broken.
    func run(_ body: () async throws -> ContinuousClock.Instant) async throws {
        try await crew.add(1, of: "enqueuer", environment)
        try await crew.add(2, of: "BenchWorker", environment)
        let load = Task { try await post() }
        #expect(try await eventually { drill.accepted.count > 2000 })
        let broken = try await body()
        let normal = try await secondsUntilNormal(since: broken)
        // And goes on as it did before.
        let then = drill.accepted.count
        #expect(try await eventually { drill.accepted.count > then + 2000 })
        isEnding.withLock { $0 = true }
        try await load.value
        try await drill.expectAllOnce(ends: ["released", "lost"], within: .seconds(120))
        let answers = drill.answers.sorted { $0.key < $1.key }.map { "\($0.value) of \($0.key)" }
        drill.report(
            "normal after \(normal.text); answers: \(answers.joined(separator: ", ")); broken: \(drill.broken); "
                + "slowest answer \(drill.slowest.text)")
        await crew.end()
    }

    private func post() async throws {
        try await withThrowingTaskGroup { group in
            for start in 0..<2 {
                group.addTask { [self] in
                    var number = start
                    while !isEnding.withLock({ $0 }) {
                        try await drill.post(
                            (0..<50).map { $0 % 5 == 0 ? drill.sleep(20, number + $0) : drill.noop(number + $0) })
                        try await Task.sleep(for: .milliseconds(50))
                        number += 50
                    }
                }
            }
            try await group.waitForAll()
        }
    }

    /// Until `/readyz` says `ready` for a second, and a job that is accepted then is done within one.
    private func secondsUntilNormal(since broken: ContinuousClock.Instant) async throws -> Duration {
        let limit = broken + .seconds(120)
        // What was broken is noticed within a second.
        try await Task.sleep(for: .milliseconds(1500))
        var readySince: ContinuousClock.Instant?
        while ContinuousClock.now < limit {
            let answer = try? await drill.fleet.anybody.get("/readyz")
            let isReady = answer?.status == 200 && answer?["status"].string == "ready"
            readySince = isReady ? readySince ?? .now : nil
            if let since = readySince, since.duration(to: .now) > .seconds(1), try await runsAJob() {
                return broken.duration(to: since)
            }
            try await Task.sleep(for: .milliseconds(50))
        }
        let last = try? await drill.fleet.anybody.get("/readyz")
        throw Unexpected(
            "not as before within two minutes: \(last.map { String(decoding: $0.body, as: UTF8.self) } ?? "")")
    }

    private func runsAJob() async throws -> Bool {
        let caller = drill.admin
        let answer = try await caller.post("/jobs", drill.noop(0))
        guard answer.status == 202, let id = answer["id"].string else { return false }
        if let id = UUID(uuidString: id) { drill.accept([id]) }
        return try await caller.get("/jobs/\(id)", headers: [("Prefer", "wait=1")]).json["status"].string == "succeeded"
    }
}
