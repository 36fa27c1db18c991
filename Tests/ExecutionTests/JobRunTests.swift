import Foundation
import Jobs
import Synchronization
import Testing

@testable import Execution

private struct TestPayload: JobPayload {
    static let definition = Make.definition
    let name: String
    var count: Int?
    var startsAt: Date?
    var tags: [String]?

    private enum CodingKeys: String, CodingKey {
        case name, count, tags
        case startsAt = "starts_at"
    }
}

private struct TestHandler: JobHandler {
    let body: @Sendable (TestPayload, JobContext) async throws -> JobOutcome

    func run(_ payload: TestPayload, in context: JobContext) async throws -> JobOutcome {
        try await body(payload, context)
    }
}

@Suite struct JobRunTests {
    private let error = JobError(code: "busy", message: "Not now.")

    private func settle(
        _ job: ClaimedJob = Make.claimed(), stopped reason: StopReason? = nil,
        _ body: @escaping @Sendable () async throws -> JobOutcome
    ) async -> Settlement {
        var registry = HandlerRegistry()
        registry.register(TestHandler { _, _ in try await body() })
        let stop = StopReason.Box()
        if let reason { stop.set(reason) }
        return await JobRun(job: job, entry: registry[job.kind], stop: stop, keeper: Make.NoKeeper()).settlement()
    }

    /// A transition without its values.
    private func name(_ transition: Transition) -> String { "\(transition.status) \(transition.end)" }

    @Test("each outcome is written as what it is, unless the run was asked to stop")
    func table() async {
        let later = Date() + 60
        let error = self.error
        let outcomes: [(JobOutcome, String)] = [
            (.succeeded(JobSuccess()), "succeeded succeeded"),
            (.retry(error), "retrying error"),
            (.retry(error, after: .seconds(5)), "retrying error"),
            (.discarded(error), "failed error"),
            (.snoozed(until: later, reason: "Later."), "scheduled snoozed"),
            (.released, "queued released"),
            (.cancelled, "cancelled cancelled"),
        ]
        for (outcome, expected) in outcomes {
            #expect(name(await settle { outcome }.transition) == expected, "\(outcome)")
            let isSuccess = if case .succeeded = outcome { true } else { false }
            for (reason, told) in [
                (StopReason.timedOut, "retrying timedOut"), (.cancelled, "cancelled cancelled"),
                (.requeue, "queued released"),
            ] {
                let settlement = await settle(stopped: reason) { outcome }
                // A success is committed, also when the run was asked to stop.
                #expect(name(settlement.transition) == (isSuccess ? expected : told), "\(outcome), \(reason)")
            }
        }
    }

    @Test("the last error that is allowed makes a dead letter, a time-out counts like one")
    func lastError() async {
        let error = self.error
        let last = Make.claimed(errors: 2, maxAttempts: 3)
        #expect(name(await settle(last) { .retry(error) }.transition) == "failed error")
        #expect(name(await settle(last, stopped: .timedOut) { .released }.transition) == "failed timedOut")
        #expect(name(await settle(Make.claimed(errors: 1)) { .retry(error) }.transition) == "retrying error")
        // What does not count as an error does not use the last attempt up.
        #expect(name(await settle(last) { .released }.transition) == "queued released")
        #expect(name(await settle(last, stopped: .requeue) { .retry(error) }.transition) == "queued released")
    }

    @Test("a retry waits as long as the handler says, or within the bound of its kind")
    func delays() async {
        let error = self.error
        let told = await settle { .retry(error, after: .seconds(5)) }
        let own = await settle(Make.claimed(errors: 1)) { .retry(error) }
        guard case .retry(let said, let kept, _) = told.transition, case .retry(let random, _, _) = own.transition
        else {
            Issue.record("no retry")
            return
        }
        #expect(said == .seconds(5) && kept == error)
        #expect(random >= .zero && random <= .seconds(2))
    }

    @Test("what a handler throws is worth a retry, and is reported by its own code or a general one")
    func thrown() async {
        struct Strange: Error, CustomStringConvertible { let description = "out of paper" }
        let error = self.error
        let cases: [(any Error, String)] = [
            (error, "busy"), (CancellationError(), "interrupted"), (Strange(), "error"),
        ]
        for (thrown, code) in cases {
            let settlement = await settle { throw thrown }
            guard case .retry(_, let told, .error) = settlement.transition else {
                Issue.record("no retry for \(thrown)")
                continue
            }
            #expect(told.code == code)
        }
    }

    @Test("words that a handler threw without writing them for callers go to the log alone")
    func internalWords() async {
        struct Strange: Error, CustomStringConvertible { let description = "23514: new row violates check of scans" }
        let (settlement, reported) = await settleReporting { throw Strange() }
        #expect(settlement.transition.status == .retrying && settlement.transition.error == .unexplained)
        #expect(reported == ["23514: new row violates check of scans"])
        let (own, silent) = await settleReporting { throw JobError(code: "busy", message: "Not now.") }
        #expect(own.transition.error?.message == "Not now." && silent.isEmpty)
    }

    @Test("a handler's own outage counts no attempt, and callers see no word of the database")
    func outage() async {
        struct Away: StoreFailure, CustomStringConvertible {
            let isOutage: Bool
            let description = "database unavailable (postgres_read_only)"
        }
        let (settlement, reported) = await settleReporting(Make.claimed(errors: 2)) { throw Away(isOutage: true) }
        guard case .snoozed(let date, _) = settlement.transition else {
            Issue.record("not snoozed: \(settlement.transition)")
            return
        }
        #expect(settlement.transition.end == .snoozed && abs(date.timeIntervalSinceNow - 5) < 4)
        let error = settlement.transition.error
        #expect(error?.code == "snoozed")
        for word in ["postgres", "database", "read_only"] {
            #expect(error?.message.lowercased().contains(word) == false, "\(error?.message ?? "")")
        }
        #expect(reported == ["database unavailable (postgres_read_only)"])
        // What is no outage is the run's own error, and counts.
        let (refused, _) = await settleReporting { throw Away(isOutage: false) }
        #expect(refused.transition.status == .retrying && refused.transition.error == .unexplained)
    }

    private func settleReporting(
        _ job: ClaimedJob = Make.claimed(), _ body: @escaping @Sendable () async throws -> JobOutcome
    ) async -> (Settlement, reported: [String]) {
        var registry = HandlerRegistry()
        registry.register(TestHandler { _, _ in try await body() })
        let reported = Mutex<[String]>([])
        let settlement = await JobRun(
            job: job, entry: registry[job.kind], stop: StopReason.Box(), keeper: Make.NoKeeper(),
            report: { error in reported.withLock { $0.append("\(error)") } }
        ).settlement()
        return (settlement, reported.withLock { $0 })
    }

    @Test("effects and follow-ups of a success are written with it, those of giving up too")
    func effects() async {
        struct Trace: Effect {}
        let followUp = NewJob(id: Make.minter.mint(), tenant: UUID(), definition: Make.definition, payload: [])
        let job = Make.claimed()
        let success = await settle(job) {
            .succeeded(JobSuccess(result: Array("7".utf8), effects: [Trace()], followUps: [followUp]))
        }
        #expect(success.effects.count == 1 && success.followUps.map(\.id) == [followUp.id])
        #expect(success.claim == job.claim && success.tenant == job.tenant && success.isUnique)
        let error = self.error
        let givenUp = await settle { .discarded(error, effects: [Trace()], followUps: [followUp]) }
        #expect(givenUp.effects.count == 1 && givenUp.followUps.map(\.id) == [followUp.id])
        let many = Array(repeating: followUp, count: Limits.followUps + 1)
        let refused = await settle { .discarded(error, followUps: many) }
        #expect(refused.transition.error?.code == "too_many_follow_ups" && refused.followUps.isEmpty)
    }

    @Test("a result beyond the limit is refused, one at the limit is not")
    func resultSize() async {
        let most = [UInt8](repeating: 32, count: Limits.resultBytes)
        struct Trace: Effect {}
        let large = await settle { .succeeded(JobSuccess(result: most + [32], effects: [Trace()])) }
        guard case .failed(let error, .error) = large.transition else {
            Issue.record("not failed")
            return
        }
        #expect(error.code == "result_too_large" && large.effects.isEmpty)
        #expect(await settle { .succeeded(JobSuccess(result: most)) }.transition.status == .succeeded)
    }

    @Test("a kind without a registered handler fails with its reason")
    func unknownKind() async {
        let settlement = await settle(Make.claimed(kind: "newer")) { .cancelled }
        guard case .failed(let error, .refused) = settlement.transition else {
            Issue.record("not refused")
            return
        }
        #expect(error.code == "unknown_kind" && error.message.contains("newer"))
    }

    @Test("a job that was not started in time does not run")
    func expired() async {
        let settlement = await settle(Make.claimed(expiresAt: Date() - 1)) {
            Issue.record("it ran")
            return .cancelled
        }
        guard case .failed(.expired, .refused) = settlement.transition else {
            Issue.record("not expired")
            return
        }
        #expect(await settle(Make.claimed(expiresAt: Date() + 60)) { .released }.transition.status == .queued)
    }

    @Test(
        "a payload of another shape is parked; the reason names the place and no value",
        arguments: [
            (#"{"count": 1}"#, "name"), (#"{"name": "secret", "count": "secret"}"#, "count"),
            (#"{"name": null}"#, "name"), (#"{"name": "secret", "starts_at": "secret"}"#, "it "),
            (#"{"name": "secret", "tags": ["a", 7]}"#, "tags"), (#"["secret"]"#, "it "), ("secret", "it "),
        ])
    func undecodable(_ payload: String, _ place: String) async {
        let settlement = await settle(Make.claimed(payload: payload)) {
            Issue.record("it ran")
            return .cancelled
        }
        guard case .failed(let error, .refused) = settlement.transition else {
            Issue.record("not refused: \(payload)")
            return
        }
        #expect(error.code == "undecodable" && error.message.contains(": \(place)"), "\(error.message)")
        #expect(!error.message.contains("secret"))
    }

    @Test("a payload that the store did not hand out, since it is too large, is parked")
    func tooLarge() async {
        let settlement = await settle(Make.claimed(payload: "")) { .cancelled }
        guard case .failed(let error, .refused) = settlement.transition else {
            Issue.record("not refused")
            return
        }
        #expect(error.code == "payload_too_large")
    }

    @Test("a handler sees its payload and its job")
    func context() async {
        let job = Make.claimed(payload: #"{"name": "a", "starts_at": "2030-01-02T03:04:05Z", "unheard_of": 1}"#)
        var registry = HandlerRegistry()
        registry.register(
            TestHandler { payload, context in
                #expect(payload.name == "a" && payload.startsAt == Date(timeIntervalSince1970: 1_893_553_445))
                #expect(context.id == job.claim.id && context.tenant == job.tenant && context.attempt == 1)
                #expect(context.deadline > .now)
                return .succeeded(JobSuccess())
            })
        #expect(registry.kinds(of: Make.queue) == [Make.kind] && registry.kinds(of: "other").isEmpty)
        let run = JobRun(job: job, entry: registry[Make.kind], stop: StopReason.Box(), keeper: Make.NoKeeper())
        #expect(await run.settlement().transition.status == .succeeded)
    }

    @Test("of several reasons to stop the first counts")
    func firstReason() {
        let stop = StopReason.Box()
        stop.set(.cancelled)
        stop.set(.timedOut)
        guard case .cancelled = stop.reason else {
            Issue.record("\(String(describing: stop.reason))")
            return
        }
    }
}
