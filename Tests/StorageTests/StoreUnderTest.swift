import Foundation
import Jobs

/// A store, and what the suite has to do beside it: the same tests hold for every implementation.
struct StoreUnderTest: Sendable {
    typealias Store = JobStore & RecoveryStore & SessionStore & KindStore

    let store: any Store
    /// Answers, for jobs whose unique key is taken, who has it.
    let enqueue: @Sendable ([NewJob]) async throws -> [JobID: JobID]
    let job: @Sendable (JobID) async throws -> JobRecord?
    /// An effect that leaves a trace of the job, or one that the store's constraints refuse.
    let effect: @Sendable (_ of: JobID, _ isRefused: Bool) -> any Effect
    /// The traces that effects of the job left.
    let effects: @Sendable (JobID) async throws -> Int
    let requestCancel: @Sendable (JobID) async throws -> Void
    /// Moves the time that a job waits for into the past.
    let makeDue: @Sendable (JobID) async throws -> Void
    /// Takes the token of a running job's row away, as only a statement by hand does.
    let spoilToken: @Sendable (JobID) async throws -> Void
    /// Makes a session look as if it had not been heard of for an hour.
    let silence: @Sendable (WorkerSession.ID) async throws -> Void
    let makeQuiet: @Sendable (WorkerSession.ID) async throws -> Void
}

/// Jobs for tests.
enum Make {
    static let minter = JobIDMinter()
    static let tenant = UUID()
    static let definition = JobDefinition(kind: "test.kind", queue: "test", timeout: .seconds(30), maxAttempts: 3)

    static func job(
        tenant: UUID = tenant, runAt: Date? = nil, unique: String? = nil, id: JobID = minter.mint(),
        after: [NewJob] = [], batch: UUID? = nil
    ) -> NewJob {
        var job = NewJob(
            id: id, tenant: tenant, definition: definition, payload: Array(#"{"n": 1}"#.utf8), runAt: runAt)
        job.uniqueKey = unique
        job.after = after.map(\.id)
        job.batch = batch
        return job
    }

    static func jobs(_ count: Int) -> [NewJob] { (0..<count).map { _ in job() } }

    static func session() -> WorkerSession {
        WorkerSession(
            id: UUID(), worker: "test", queues: ["test"], host: "here", processID: 1, concurrency: 8, version: "1")
    }
}

extension NewJob {
    func claim(_ token: ClaimToken = .random()) -> Claim { Claim(id: id, token: token) }
}

extension StoreUnderTest {
    /// Enqueues a job and claims it.
    func claimed(_ job: NewJob = Make.job(), session: UUID = UUID()) async throws -> Claim {
        _ = try await enqueue([job])
        return try await claimed(job.id, session: session)
    }

    func claimed(_ id: JobID, session: UUID = UUID()) async throws -> Claim {
        let claims = try await store.claim([Claim(id: id, token: .random())], for: session, durably: false)
        guard let first = claims.first else { throw NotClaimed() }
        return first.claim
    }

    func settle(_ claim: Claim, _ transition: Transition) async throws -> SettleReport {
        try await store.settle([settlement(claim, transition)])
    }

    func settlement(
        _ claim: Claim, _ transition: Transition = .succeeded(result: Array("{}".utf8)), effects: [any Effect] = [],
        followUps: [NewJob] = [], isUnique: Bool = false
    ) -> Settlement {
        Settlement(
            claim: claim, tenant: Make.tenant, isUnique: isUnique, transition: transition, effects: effects,
            followUps: followUps)
    }
}

struct NotClaimed: Error {}
