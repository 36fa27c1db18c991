import Fleet
import Assembly
import Foundation
import Jobs
import Operations
import Postgres
import PostgresTestSupport
import Storage

/// A fresh database with every table, as processes use it and as its owner sees it.
struct StorageDatabase: Sendable {
    let url: String
    /// Runs as the dispatcher, set up as in every process.
    let database: Database
    /// Runs as the owner, whom no row-level security holds back.
    let owner: Database
    let store: PostgresJobStore

    static func with<Value: Sendable>(_ body: @Sendable (StorageDatabase) async throws -> Value) async throws -> Value {
        try await TestDatabases.shared.withDatabase(preparedBy: { _ = try await Migrations.apply(to: $0) }) { url in
            let owner = try Database(DatabaseConfiguration(url: url))
            let database = try Connections.database(url: Secret(url), name: "test", shared: 4)
            let fixture = StorageDatabase(
                url: url, database: database, owner: owner, store: PostgresJobStore(database: database))
            return try await owner.closed { try await database.closed { try await body(fixture) } }
        }
    }

    func count(_ query: Query) async throws -> Int {
        Int(try await owner.query(query).rows[0].decode(0, as: Int64.self))
    }

    func names(_ query: Query) async throws -> [String] {
        try await owner.query(query).rows.map { try $0.decode(0, as: String.self) }
    }

    /// Answers, for jobs whose unique key is taken, which job has it.
    func enqueue(_ jobs: [NewJob]) async throws -> [JobID: JobID] { try await store.enqueue(jobs) }

    func job(_ id: JobID) async throws -> JobRecord? { try await store.job(id, for: .everybody) }

    /// The traces that effects of the job left.
    func effects(_ id: JobID) async throws -> Int {
        try await count("select count(*) from bench_effects where job_id = \(id.uuid)")
    }

    func requestCancel(_ id: JobID) async throws {
        try await owner.query("update jobs set cancel_requested_at = now() where id = \(id.uuid)")
    }

    /// Moves the time that a job waits for into the past.
    func makeDue(_ id: JobID) async throws {
        try await owner.query("update jobs set run_at = now() - interval '1 second' where id = \(id.uuid)")
    }

    /// Takes the token of a running job's row away, as only a statement by hand does.
    func spoilToken(_ id: JobID) async throws {
        try await owner.query("update flotilla.jobs set token = null where id = \(id.uuid)")
    }

    /// Makes a session look as if its last heartbeat were an hour old.
    func silence(_ session: WorkerSession.ID) async throws {
        try await owner.query("update worker_sessions set beat_at = now() - interval '1 hour' where id = \(session)")
    }

    func makeQuiet(_ session: WorkerSession.ID) async throws {
        try await owner.query("update worker_sessions set quiet = true where id = \(session)")
    }

    /// A row of `bench_effects`, the trace of a job; a refused one violates its `not null`.
    func effect(_ id: JobID, _ isRefused: Bool) -> any Effect {
        let attempts: [Int32?] = isRefused ? [nil] : [1]
        return RowInsertion(into: "flotilla.bench_effects", [("job_id", [id.uuid]), ("attempt", attempts)])
    }
}

extension StorageDatabase {
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
