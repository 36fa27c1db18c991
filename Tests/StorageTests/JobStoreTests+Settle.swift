import Foundation
import Jobs
import Testing

extension JobStoreTests {
    /// The first owner is given up, another one runs; then the first one comes with its result.
    @Test("a worker whose claim was replaced writes nothing: no result, no effect, no follow-up")
    func aLateSettlementWritesNothing() async throws {
        try await StorageDatabase.with { test in
            let job = Make.job()
            let first = try await test.claimed(job)
            _ = try await test.store.end([first], as: .lost, alone: false)
            let second = try await test.claimed(job.id)
            let followUp = Make.job()
            let late = test.settlement(first, effects: [test.effect(job.id, false)], followUps: [followUp])
            for _ in 0..<2 {
                let report = try await test.store.settle([late])
                #expect(report.superseded == [first] && report.committed.isEmpty && report.refused.isEmpty)
            }
            #expect(try await test.effects(job.id) == 0)
            #expect(try await test.job(followUp.id) == nil)
            #expect(try await test.job(job.id)?.status == .running)
            #expect(try await test.settle(second, .succeeded(result: Array("{}".utf8))).committed == [second])
        }
    }

    /// Between the end of the first run and the next claim the row is queued, and no claim holds it.
    @Test("a worker whose run was ended writes nothing, also when the job was not claimed since")
    func aLateSettlementOfAQueuedJobWritesNothing() async throws {
        try await StorageDatabase.with { test in
            for end in [AttemptEnd.released, .crashed, .lost, .timedOut] {
                let claim = try await test.claimed()
                _ = try await test.store.end([claim], as: end, alone: false)
                let report = try await test.store.settle([
                    test.settlement(claim, effects: [test.effect(claim.id, false)])
                ])
                #expect(report.superseded == [claim], "\(end)")
                #expect(try await test.effects(claim.id) == 0)
            }
        }
    }

    @Test("one replaced claim in a batch of 50 does not hurt the other 49")
    func aReplacedClaimDoesNotHurtItsBatch() async throws {
        try await StorageDatabase.with { test in
            let jobs = Make.jobs(50)
            _ = try await test.enqueue(jobs)
            let claims = jobs.map { $0.claim() }
            _ = try await test.store.claim(claims, for: UUID(), durably: false)
            let replaced = claims[17]
            _ = try await test.store.end([replaced], as: .lost, alone: false)
            let owner = try await test.claimed(replaced.id)
            let batch = claims.shuffled().map { test.settlement($0, effects: [test.effect($0.id, false)]) }
            let report = try await test.store.settle(batch)
            #expect(report.superseded == [replaced])
            #expect(Set(report.committed) == Set(claims).subtracting([replaced]))
            for claim in claims {
                #expect(try await test.effects(claim.id) == (claim == replaced ? 0 : 1))
            }
            #expect(try await test.store.running(among: claims + [owner]) == [owner])
        }
    }

    @Test("a settlement that is repeated is committed, and its effects are there once")
    func aRepeatedSettlementCountsOnce() async throws {
        try await StorageDatabase.with { test in
            let job = Make.job()
            let claim = try await test.claimed(job)
            let followUp = Make.job()
            let settlement = test.settlement(claim, effects: [test.effect(job.id, false)], followUps: [followUp])
            for _ in 0..<3 {
                #expect(try await test.store.settle([settlement]).committed == [claim])
            }
            #expect(try await test.effects(job.id) == 1)
            #expect(try await test.job(followUp.id)?.status == .queued)
            // In the company of others the same.
            let other = try await test.claimed()
            let report = try await test.store.settle([
                test.settlement(other, effects: [test.effect(other.id, false)]), settlement,
            ])
            #expect(Set(report.committed) == [claim, other])
            #expect(try await test.effects(job.id) == 1)
            #expect(try await test.effects(other.id) == 1)
        }
    }

    @Test("effects that a constraint refuses leave nothing behind, and the neighbours commit")
    func aRefusedEffectWritesNothingAndLeavesItsNeighbours() async throws {
        try await StorageDatabase.with { test in
            let jobs = Make.jobs(5)
            _ = try await test.enqueue(jobs)
            let claims = jobs.map { $0.claim() }
            _ = try await test.store.claim(claims, for: UUID(), durably: false)
            let followUp = Make.job()
            let settlements = claims.enumerated().map { index, claim in
                test.settlement(
                    claim, effects: [test.effect(claim.id, false)] + (index == 2 ? [test.effect(claim.id, true)] : []),
                    followUps: index == 2 ? [followUp] : [])
            }
            let report = try await test.store.settle(settlements)
            #expect(Array(report.refused.keys) == [claims[2]])
            #expect(report.refused[claims[2]]?.isEmpty == false)
            #expect(Set(report.committed) == Set(claims).subtracting([claims[2]]))
            for (index, claim) in claims.enumerated() {
                #expect(try await test.effects(claim.id) == (index == 2 ? 0 : 1))
            }
            #expect(try await test.job(followUp.id) == nil)
            // The claim still holds: the error can be written with it.
            #expect(try await test.store.running(among: claims) == [claims[2]])
            let error = JobError(code: "effects_refused", message: "No.")
            #expect(try await test.settle(claims[2], .failed(error, end: .error)).committed == [claims[2]])
        }
    }

    @Test("a result that is not JSON and an effect that the store does not know are refused, and the neighbours commit")
    func aResultOrEffectOfAnotherShapeIsRefused() async throws {
        try await StorageDatabase.with { test in
            let jobs = Make.jobs(3)
            _ = try await test.enqueue(jobs)
            let claims = jobs.map { $0.claim() }
            _ = try await test.store.claim(claims, for: UUID(), durably: false)
            let report = try await test.store.settle([
                test.settlement(claims[0], effects: [UnknownKindOfEffect()]),
                test.settlement(claims[1], .succeeded(result: Array("not JSON".utf8))),
                test.settlement(claims[2], effects: [test.effect(claims[2].id, false)]),
            ])
            #expect(Set(report.refused.keys) == [claims[0], claims[1]])
            #expect(report.committed == [claims[2]])
            #expect(try await test.effects(claims[2].id) == 1)
            let alone = try await test.store.settle([test.settlement(claims[0], effects: [UnknownKindOfEffect()])])
            #expect(Array(alone.refused.keys) == [claims[0]])
        }
    }

    @Test("every transition is written as it is meant")
    func everyTransitionIsWritten() async throws {
        try await StorageDatabase.with { test in
            let error = JobError(code: "busy", message: "Not now.")
            let soon = Date() + 600
            let table: [(Transition, JobStatus, AttemptEnd, errors: Int, error: JobError?)] = [
                (.succeeded(result: Array(#"{"a": 1}"#.utf8)), .succeeded, .succeeded, 0, nil),
                (.retry(after: .seconds(600), error: error, end: .error), .retrying, .error, 1, error),
                (.retry(after: .seconds(600), error: .timedOut, end: .timedOut), .retrying, .timedOut, 1, .timedOut),
                (.failed(error, end: .error), .failed, .error, 1, error),
                (.failed(.expired, end: .refused), .failed, .refused, 0, .expired),
                (.snoozed(until: soon, reason: "Later."), .scheduled, .snoozed, 0, nil),
                (.requeued(end: .released, error: nil), .queued, .released, 0, nil),
                (.cancelled, .cancelled, .cancelled, 0, .cancelled),
            ]
            for (transition, status, end, errors, expected) in table {
                let claim = try await test.claimed()
                #expect(try await test.settle(claim, transition).committed == [claim])
                let record = try #require(try await test.job(claim.id))
                #expect(record.status == status, "\(transition)")
                #expect(record.attempts.map(\.end) == [end], "\(transition)")
                #expect(record.errors == errors && record.crashes == 0 && record.attempt == 1, "\(transition)")
                if status != .scheduled { #expect(record.error == expected, "\(transition)") }
                #expect((record.finishedAt != nil) == status.isSettled, "\(transition)")
                if status == .retrying || status == .scheduled {
                    let wait = try #require(record.runAt).timeIntervalSinceNow
                    #expect(wait > 500 && wait < 620, "\(transition)")
                    #expect(try await test.store.offers(of: [claim.id]).first?.runAt != nil)
                } else {
                    #expect(try await test.store.offers(of: [claim.id]).count == (status == .queued ? 1 : 0))
                }
            }
        }
    }

    /// Another attempt after each kind of end: the attempt rises, errors and crashes count apart.
    @Test("attempts rise with each claim; errors and crashes count apart")
    func attemptsErrorsAndCrashesCountApart() async throws {
        try await StorageDatabase.with { test in
            let job = Make.job()
            _ = try await test.enqueue([job])
            let error = JobError(code: "busy", message: "Not now.")
            var counts: [[Int]] = []
            let ends: [(Claim) async throws -> Void] = [
                { _ = try await test.settle($0, .retry(after: .zero, error: error, end: .error)) },
                { _ = try await test.settle($0, .requeued(end: .released, error: nil)) },
                { _ = try await test.store.end([$0], as: .crashed, alone: false) },
                { _ = try await test.store.end([$0], as: .released, alone: false) },
                { _ = try await test.store.end([$0], as: .lost, alone: false) },
                { _ = try await test.settle($0, .snoozed(until: Date() - 1, reason: "Later.")) },
                { _ = try await test.store.end([$0], as: .timedOut, alone: false) },
            ]
            for end in ends {
                try await end(try await test.claimed(job.id))
                let record = try #require(try await test.job(job.id))
                counts.append([record.attempt, record.errors, record.crashes])
                if record.status != .queued { try await test.makeDue(job.id) }
            }
            #expect(
                counts == [[1, 1, 0], [2, 1, 0], [3, 1, 1], [4, 1, 1], [5, 1, 2], [6, 1, 2], [7, 2, 2]])
            #expect(try await test.job(job.id)?.attempts.count == 7)
        }
    }
}

private struct UnknownKindOfEffect: Effect {}
