public import Foundation
public import Jobs
import Operations
import Postgres
import Storage
import Synchronization

/// Enqueues jobs, and reads what became of them, from any program that reaches the database.
///
/// A job is durable when `enqueue` returns. Without Redis at hand a worker hears of it within two seconds, with it at
/// once. PostgreSQL has 10 seconds to answer a call; past them it throws a `PostgresError` of kind `timedOut`.
public final class FlotillaClient: Sendable {
    private let connections: Connections
    private let broker: (any JobBroker)?
    private let minter = JobIDMinter()
    private let clockReadAt = Mutex<ContinuousClock.Instant?>(nil)

    /// - Parameters:
    ///   - databaseURL: libpq URI of a user who may enter the role `flotilla_dispatcher`.
    ///   - redisURL: where the dispatcher is; nil leaves offering jobs to the Enqueuer.
    public init(databaseURL: String, redisURL: String? = nil) throws {
        connections = try Connections(
            databaseURL: Secret(databaseURL), name: "client", shared: 2, callDeadline: .seconds(10))
        broker = try redisURL.map { try Connections.broker(redisURL: Secret($0), name: "client").broker }
    }

    /// Accepts one job.
    /// - Returns: its id, or that of the open job that holds its unique key.
    /// - Throws: `UnknownParents` when it should follow a job that is not there; `BatchClosed` when its batch takes no
    ///   jobs; `PostgresError`; `JobError` when the payload is too large.
    @discardableResult
    public func enqueue(
        _ payload: some JobPayload, for tenant: UUID, _ options: JobOptions = JobOptions()
    ) async throws -> JobID {
        let ids = try await enqueue([payload], for: tenant, options)
        return ids[0]
    }

    /// Accepts many jobs in one transaction: all of them, or none. The ids are in the order of the payloads.
    @discardableResult
    public func enqueue<Payload: JobPayload>(
        _ payloads: [Payload], for tenant: UUID, _ options: JobOptions = JobOptions()
    ) async throws -> [JobID] {
        guard !payloads.isEmpty else { return [] }
        try await followServerClock()
        return try await enqueue(
            try payloads.map { try NewJob(id: minter.mint(), tenant: tenant, payload: $0, options) }, making: nil)
    }

    /// Ids for jobs of `enqueue(_:making:)`, rising.
    public func newID() async throws -> JobID {
        try await followServerClock()
        return minter.mint()
    }

    /// Accepts jobs of any kinds in one transaction, such as a graph whose later jobs follow earlier ones (`after`), with
    /// the batch that they are members of.
    /// - Parameter batch: its `id` is one of `newID()`.
    /// - Returns: the ids in the order given; for one whose unique key an open job holds, that job's.
    @discardableResult
    public func enqueue(_ jobs: [NewJob], making batch: NewBatch?) async throws -> [JobID] {
        if let objection = jobs.objection { throw objection }
        let store = connections.store
        let existing = try await retryUntilKnown { try await store.enqueue(jobs, making: batch) }
        let new = jobs.filter { existing[$0.id] == nil }
        // What the dispatcher misses now, the Enqueuer offers later.
        try? await broker?.offer(new.filter { !$0.waits }.map(\.offer).filter(\.isNear))
        return jobs.map { existing[$0.id] ?? $0.id }
    }

    /// A job with all its attempts; nil when there is none.
    public func job(_ id: JobID) async throws -> JobRecord? {
        try await connections.store.job(id, for: .everybody)
    }

    /// The job once it is settled, or as it is when the time is over; nil when there is none.
    public func job(_ id: JobID, settledWithin limit: Duration) async throws -> JobRecord? {
        let end = ContinuousClock.now + limit
        while ContinuousClock.now < end, try await connections.store.settled(among: [id]).isEmpty {
            try await Task.sleep(for: .milliseconds(20))
        }
        return try await job(id)
    }

    /// Ends a job that waits, and asks the worker of one that runs to end it.
    /// - Returns: whether it was open.
    @discardableResult
    public func cancel(_ id: JobID) async throws -> Bool {
        try await connections.store.cancel(id, for: .everybody)?.wasOpen ?? false
    }

    /// How far a batch is; nil when there is none.
    public func batch(_ id: UUID) async throws -> BatchRecord? {
        try await connections.store.batch(id, for: .everybody)
    }

    /// Asks for the end of a batch's open members.
    /// - Returns: whether it was open.
    @discardableResult
    public func cancelBatch(_ id: UUID) async throws -> Bool {
        try await connections.store.cancelBatch(id, for: .everybody).map { $0.finishedAt == nil } ?? false
    }

    public func close() async {
        await connections.database.close()
    }

    /// Ids carry PostgreSQL's time, as those of every other process do.
    private func followServerClock() async throws {
        let now = ContinuousClock.now
        let isFresh = clockReadAt.withLock { $0.map { now - $0 < .seconds(60) } ?? false }
        if isFresh { return }
        try await ServerClock.shared.measure { try await connections.store.serverTime() }
        clockReadAt.withLock { $0 = now }
    }
}
