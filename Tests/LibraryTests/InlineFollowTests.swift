import Flotilla
import FlotillaTesting
import Foundation
import Testing

private struct Step: JobPayload {
    static let definition = JobDefinition(kind: "test.step", queue: "test", timeout: .seconds(5), maxAttempts: 1)
    var name: String
    var fails = false
    /// Members that it brings into its batch.
    var brings = 0
}

private struct Summary: JobPayload {
    static let definition = JobDefinition(kind: "test.summary", queue: "test", timeout: .seconds(5))
    var title: String
    var batch: BatchOutcome?
}

private struct StepHandler: JobHandler {
    func run(_ payload: Step, in context: JobContext) async throws -> JobOutcome {
        if payload.fails { return .discarded(JobError(code: "no", message: "No.")) }
        let more = try (0..<payload.brings).map {
            try context.followUp(Step(name: "\(payload.name).\($0)"), JobOptions(inBatch: context.batch))
        }
        return .succeeded(JobSuccess(followUps: more))
    }
}

private struct SummaryHandler: JobHandler {
    func run(_ payload: Summary, in context: JobContext) async throws -> JobOutcome {
        .succeeded(try JobSuccess(payload.batch))
    }
}

/// Graphs and batches where a test stands.
@Suite struct InlineFollowTests {
    private let tenant = UUID()

    private func job(_ fleet: InlineFleet, _ payload: some JobPayload, _ options: JobOptions = JobOptions())
        async throws
        -> NewJob
    {
        try NewJob(id: await fleet.newID(), tenant: tenant, payload: payload, options)
    }

    @Test("a job runs after those that it follows; it is cancelled when one of them fails, unless it runs all the same")
    func following() async throws {
        let fleet = InlineFleet(StepHandler())
        let good = try await fleet.enqueue(Step(name: "a"))
        let bad = try await fleet.enqueue(Step(name: "b", fails: true))
        let child = try await fleet.enqueue(Step(name: "c"), JobOptions(after: [good]))
        let cancelled = try await fleet.enqueue(Step(name: "d"), JobOptions(after: [good, bad]))
        let next = try await fleet.enqueue(Step(name: "e"), JobOptions(after: [cancelled]))
        let keen = try await fleet.enqueue(Step(name: "f"), JobOptions(after: [bad], afterFailed: .run))
        await #expect(throws: Unmet.self) { try await fleet.runOnce(child) }
        try await fleet.runAll()
        try await fleet.job(child).expect(.succeeded, attempts: 1)
        try await fleet.job(cancelled).expect(.cancelled, error: "parent_failed", attempts: 0)
        try await fleet.job(next).expect(.cancelled, error: "parent_failed")
        try await fleet.job(keen).expect(.succeeded)
        let late = try await fleet.run(Step(name: "g"), JobOptions(after: [bad]))
        try late.expect(.cancelled)
    }

    @Test("a batch calls back once when all members are settled, those that members brought too, with its counts")
    func batches() async throws {
        let fleet = InlineFleet(StepHandler(), SummaryHandler())
        let callback = try await job(fleet, Summary(title: "x"))
        let batch = NewBatch(id: await fleet.newID().uuid, tenant: tenant, name: "b", callback: callback)
        let options = JobOptions(inBatch: batch.id)
        let members = [
            try await job(fleet, Step(name: "a", brings: 3), options),
            try await job(fleet, Step(name: "b", fails: true), options),
        ]
        try await fleet.enqueue(members, making: batch)
        try await fleet.runAll()
        let outcome = BatchOutcome(id: batch.id, name: "b", total: 5, succeeded: 4, failed: 1, cancelled: 0)
        #expect(try await fleet.outcome(of: batch.id) == outcome)
        let summary = try await fleet.job(callback.id).expect(.succeeded, attempts: 1)
        #expect(try summary.result(BatchOutcome.self) == outcome)
        await #expect(throws: Unmet.self) { try await fleet.outcome(of: UUID()) }
    }

    @Test("a result that brings too many jobs, or jobs that wait in a circle, fails with the reason")
    func bounds() async throws {
        let fleet = InlineFleet(StepHandler(), CircleHandler())
        try await fleet.run(Step(name: "a", brings: 1001)).expect(.failed, error: "too_many_follow_ups")
        try await fleet.run(Step(name: "a", brings: 1000)).expect(.succeeded)
        try await fleet.run(Circle()).expect(.failed, error: "wrong_order")
    }
}

private struct Circle: JobPayload {
    static let definition = JobDefinition(kind: "test.circle", queue: "test", timeout: .seconds(5), maxAttempts: 1)
}

private struct CircleHandler: JobHandler {
    func run(_ payload: Circle, in context: JobContext) async throws -> JobOutcome {
        var first = try context.followUp(Step(name: "a"))
        let second = try context.followUp(Step(name: "b"), JobOptions(after: [first.id]))
        first.after = [second.id]
        return .succeeded(JobSuccess(followUps: [first, second]))
    }
}
