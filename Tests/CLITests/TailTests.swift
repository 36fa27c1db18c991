import Foundation
import Jobs
import Storage
import Testing

@testable import CLI

@Suite("Steps of jobs that are followed")
struct TailTests {
    private static let start = Date(timeIntervalSince1970: 1_780_000_000)
    private let id = JobID(UUID())

    private func time(_ second: Double?) -> Date? { second.map { Self.start.addingTimeInterval($0) } }

    private func attempt(_ number: Int, _ started: Double, _ finished: Double? = nil, _ end: AttemptEnd? = nil)
        -> AttemptRecord
    {
        AttemptRecord(
            attempt: number, startedAt: time(started), finishedAt: time(finished), end: end,
            error: end?.countsAsError == true ? JobError(code: "oops", message: "first\nsecond") : nil, session: nil)
    }

    private func job(
        _ status: JobStatus, _ attempts: [AttemptRecord] = [], errors: Int = 0, finished: Double? = nil,
        runAt: Double? = nil, id: JobID? = nil
    ) -> JobRecord {
        JobRecord(
            id: id ?? self.id, tenant: UUID(), kind: JobKind(rawValue: "k"), queue: QueueName(rawValue: "q"),
            status: status, priority: 5, attempt: attempts.last?.attempt ?? 0, errors: errors, crashes: 0,
            maxAttempts: 8, timeout: .seconds(1), createdAt: Self.start, runAt: time(runAt),
            startedAt: attempts.last?.startedAt, finishedAt: time(finished), error: attempts.last?.error, result: nil,
            attempts: attempts)
    }

    private func words(_ steps: [JobStep]) -> String {
        steps.map { "\($0.status.rawValue)#\($0.attempt)" }.joined(separator: " ")
    }

    @Test("a job's rows show all its steps, whichever of them were seen")
    func steps() {
        func history(_ job: JobRecord) -> String { words(JobStep.all(of: job)) }
        #expect(history(job(.queued)) == "queued#0")
        #expect(history(job(.scheduled)) == "scheduled#0")
        #expect(history(job(.running, [attempt(1, 1)])) == "queued#0 running#1")
        #expect(
            history(job(.succeeded, [attempt(1, 1, 2, .succeeded)], finished: 2)) == "queued#0 running#1 succeeded#1")
        let failed = attempt(1, 1, 2, .error)
        #expect(history(job(.retrying, [failed], errors: 1)) == "queued#0 running#1 retrying#1")
        #expect(
            history(job(.running, [failed, attempt(2, 3)], errors: 1)) == "queued#0 running#1 retrying#1 running#2")
        #expect(history(job(.failed, [failed], errors: 1, finished: 2)) == "queued#0 running#1 failed#1")
        #expect(history(job(.queued, [attempt(1, 1, 2, .lost)])).hasSuffix("running#1 failed#1 queued#1"))
        #expect(history(job(.queued, [attempt(1, 1, 2, .released)])) == "queued#0 running#1 queued#1")
        // Cancelled while it waited for its next attempt, and an operator's retry of a dead letter.
        #expect(
            history(job(.cancelled, [failed], errors: 1, finished: 5)) == "queued#0 running#1 retrying#1 cancelled#1")
        #expect(history(job(.cancelled, finished: 1)) == "queued#0 cancelled#0")
        #expect(history(job(.queued, [failed])) == "queued#0 running#1 failed#1 queued#1")
        let refused = attempt(1, 1, 2, .refused)
        #expect(
            history(job(.running, [refused, attempt(2, 3)])) == "queued#0 running#1 failed#1 queued#1 running#2")
    }

    @Test("each step is printed once, however many of them lie between two looks")
    func once() {
        var state = TailState()
        func look(_ job: JobRecord) -> String { words(state.take(job, .since)) }
        #expect(look(job(.queued)) == "queued#0")
        #expect(look(job(.queued)) == "")
        let failed = attempt(1, 1, 2, .error)
        #expect(look(job(.retrying, [failed], errors: 1, runAt: 3)) == "running#1 retrying#1")
        #expect(look(job(.running, [failed, attempt(2, 3)], errors: 1)) == "running#2")
        let ended = [failed, attempt(2, 3, 4, .error)]
        #expect(look(job(.failed, ended, errors: 2, finished: 4)) == "failed#2")
        #expect(look(job(.failed, ended, errors: 2, finished: 4)) == "")
        // An operator queues it again; it is cancelled, and queued again.
        #expect(look(job(.queued, ended)) == "queued#2")
        #expect(look(job(.cancelled, ended, finished: 6)) == "cancelled#2")
        #expect(look(job(.queued, ended)) == "queued#2")
        let last = [failed, attempt(2, 3, 4, .error), attempt(3, 7, 8, .succeeded)]
        #expect(look(job(.succeeded, last, finished: 8)) == "running#3 succeeded#3")
        #expect(state.ids.isEmpty && state.openCount == 0)
        // Cancelled, queued again and ended before the next look.
        #expect(look(job(.cancelled, finished: 1)) == "queued#0 cancelled#0")
        let ran = [attempt(1, 2, 3, .succeeded)]
        #expect(look(job(.succeeded, ran, finished: 3)) == "queued#0 running#1 succeeded#1")
    }

    @Test("of what was there before, only what becomes of it is printed")
    func before() {
        var state = TailState()
        #expect(state.take(job(.running, [attempt(1, 1)]), .before).isEmpty)
        #expect(
            words(state.take(job(.succeeded, [attempt(1, 1, 2, .succeeded)], finished: 2), .since)) == "succeeded#1")
        #expect(words(state.take(job(.queued, [attempt(1, 1, 2, .error)]), .again)) == "queued#1")
    }

    @Test("ids stay known for longer than a minute, and not for ever")
    func memory() {
        var state = TailState()
        state.remember([id], at: .seconds(80))
        state.remember([], at: .seconds(95))
        #expect(state.knows(id))
        state.remember([], at: .seconds(150))
        #expect(state.knows(id))
        state.remember([], at: .seconds(190))
        #expect(!state.knows(id))
    }

    @Test("dead letters are followed, but not without bound")
    func deadLetters() {
        var state = TailState()
        var ids: [JobID] = []
        for _ in 0..<(2 * TailState.mostEnded + 1) {
            let id = JobID(UUID())
            ids.append(id)
            _ = state.take(job(.failed, [attempt(1, 1, 2, .error)], errors: 1, finished: 2, id: id), .before)
        }
        #expect(state.ids.count == TailState.mostEnded && Set(state.ids) == Set(ids.suffix(TailState.mostEnded)))
    }

    @Test("a line has no character that a terminal acts on, and of an error the first line")
    func line() throws {
        var hostile = job(.failed, [attempt(1, 1, 2, .error)], errors: 1, finished: 2)
        hostile = JobRecord(
            id: hostile.id, tenant: hostile.tenant, kind: JobKind(rawValue: "k\u{1B}[2J"),
            queue: QueueName(rawValue: "q\n"), status: .failed, priority: 5, attempt: 1, errors: 1, crashes: 0,
            maxAttempts: 8, timeout: .seconds(1), createdAt: Self.start, runAt: nil, startedAt: nil,
            finishedAt: time(2), error: nil, result: nil, attempts: hostile.attempts)
        let step = try #require(JobStep.all(of: hostile).last)
        let text = TailLine(step, of: hostile, now: Self.start).text
        #expect(!text.unicodeScalars.contains { $0.isTerminalControl }, "\(text.debugDescription)")
        #expect(text.hasSuffix("#1  oops: first"), "\(text)")
        #expect(text.hasPrefix("2026-05-28T20:26:42.000Z \(id)"), "\(text)")
    }
}
