import Foundation
import Jobs
import Testing

extension JobStoreTests {
    @Test("a checkpoint is found by the next attempt, and only the holder of a job writes it")
    func aCheckpointIsFoundByTheNextAttempt() async throws {
        try await StorageDatabase.with { test in
            let first = try await test.claimed()
            let other = try await test.claimed()
            let lost = try await test.store.save([
                Checkpoint(claim: first, state: Array(#"{"page":7}"#.utf8)),
                Checkpoint(claim: other, state: Array(#"{"page":1}"#.utf8)),
            ])
            #expect(lost.isEmpty)
            _ = try await test.store.end([first], as: .crashed, alone: false)
            // A worker that lost the job does not overwrite the checkpoint that the next claim reads.
            #expect(try await test.store.save([Checkpoint(claim: first, state: Array("{}".utf8))]) == [first])
            let next = Claim(id: first.id, token: .random())
            let found = try #require(try await test.store.claim([next], for: UUID(), durably: false).first)
            #expect(found.checkpoint.map { String(decoding: $0, as: UTF8.self) } == #"{"page": 7}"#)
            #expect(try await test.store.save([Checkpoint(claim: first, state: Array("{}".utf8))]) == [first])
            #expect(try await test.store.save([Checkpoint(claim: next, state: Array(#"{"page":8}"#.utf8))]).isEmpty)
            _ = try await test.settle(next, .succeeded(result: Array("{}".utf8)))
            #expect(try await test.store.save([Checkpoint(claim: next, state: Array("{}".utf8))]) == [next])
            #expect(try await test.store.save([]).isEmpty)
        }
    }

    /// A worker lost beside other jobs counts against none of them, however often; one lost while the job ran alone counts.
    @Test("a job that was alone each time its worker fell silent is a dead letter in the end")
    func aJobThatSilencesEveryWorkerIsADeadLetter() async throws {
        try await StorageDatabase.with { test in
            let job = Make.job()
            _ = try await test.enqueue([job])
            for _ in 0..<12 {
                let ended = try await test.store.end([try await test.claimed(job.id)], as: .lost, alone: false)
                #expect(ended.map(\.status) == [.queued])
            }
            let claim = try await test.claimed(job.id)
            _ = try await test.store.claim([claim], for: UUID(), durably: true, alone: true)
            #expect(try await test.store.end([claim], as: .lost, alone: false).map(\.status) == [.failed])
            #expect(try await test.job(job.id)?.error == .lost)

            let innocent = try await test.claimed()
            _ = try await test.store.claim([innocent], for: UUID(), durably: true, alone: true)
            #expect(try await test.store.end([innocent], as: .lost, alone: false).map(\.status) == [.queued])
        }
    }

    @Test("a time-out that is settled from outside waits within the bound of its kind")
    func aTimeOutWaitsWithinTheBoundOfItsKind() async throws {
        try await StorageDatabase.with { test in
            let definition = JobDefinition(
                kind: Make.definition.kind, queue: "test", timeout: .seconds(30), maxAttempts: 3,
                backoff: Backoff(base: .seconds(3000), cap: .seconds(4000)))
            try await test.store.register([definition])
            var longest: TimeInterval = 0
            for _ in 0..<20 {
                let ended = try await test.store.end([try await test.claimed()], as: .timedOut, alone: false)
                let wait = try #require(ended.first?.offer?.runAt).timeIntervalSinceNow
                longest = max(longest, wait)
                #expect(wait <= 3001)
            }
            // Twenty times within the first second of fifty minutes: not in the age of the universe.
            #expect(longest > 1)
        }
    }

    @Test("what a program registers of its kinds is found by the others, and the latest registration counts")
    func kindsAreToldAndFound() async throws {
        try await StorageDatabase.with { test in
            let definition = JobDefinition(
                kind: "told.kind", queue: "told", timeout: .milliseconds(1500), maxAttempts: 4,
                backoff: Backoff(base: .milliseconds(10), cap: .seconds(20)), grace: .milliseconds(250))
            try await test.store.register([definition, Make.definition])
            try await test.store.register([definition])
            #expect(try await test.store.knownKinds().filter { $0.kind == definition.kind } == [definition])
            let changed = JobDefinition(kind: "told.kind", queue: "other", timeout: .seconds(2))
            try await test.store.register([changed])
            #expect(try await test.store.knownKinds().filter { $0.kind == definition.kind } == [changed])
            try await test.store.register([])
        }
    }

    @Test("a session finds out that it shall be quiet")
    func aSessionIsToldToBeQuiet() async throws {
        try await StorageDatabase.with { test in
            let session = Make.session()
            try await test.store.beat(session)
            #expect(try await test.store.requests(to: session.id, running: []) == WorkerRequests())
            try await test.makeQuiet(session.id)
            #expect(try await test.store.requests(to: session.id, running: []) == WorkerRequests(isQuiet: true))
            // A beat does not undo it.
            try await test.store.beat(session)
            #expect(try await test.store.requests(to: session.id, running: [Make.minter.mint()]).isQuiet)
            #expect(try await test.store.requests(to: UUID(), running: []) == WorkerRequests())
        }
    }
}
