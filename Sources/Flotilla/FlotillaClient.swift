public import Foundation
public import Jobs
import Operations
import Postgres
import Storage
import Synchronization

/// Enqueues jobs, and reads what became of them, from any program that reaches the database.
///
/// A job is durable when `enqueue` returns. Without Redis at hand a worker hears of it within two seconds, with it at
/// once.
public final class FlotillaClient: Sendable {
    private let connections: Connections
    private let broker: (any JobBroker)?
    private let minter = JobIDMinter()
    private let clockReadAt = Mutex<ContinuousClock.Instant?>(nil)

    /// - Parameters:
    ///   - databaseURL: libpq URI of a user who may enter the role `flotilla_dispatcher`.
    ///   - redisURL: where the dispatcher is; nil leaves telling it to the Enqueuer.
    public init(databaseURL: String, redisURL: String? = nil) throws {
        connections = try Connections(databaseURL: Secret(databaseURL), name: "client", shared: 2)
        broker = try redisURL.map { try Connections.broker(redisURL: Secret($0), name: "client").broker }
    }

    /// Accepts one job.
    /// - Returns: its id, or that of the open job that holds its unique key.
    /// - Throws: `PostgresError`, `JobError` when the payload is too large.
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
        let jobs = try payloads.map { try NewJob(id: minter.mint(), tenant: tenant, payload: $0, options) }
        let store = connections.store
        let existing = try await insisting { try await store.enqueue(jobs) }
        let new = jobs.filter { existing[$0.id] == nil }
        // What the dispatcher does not hear now, the Enqueuer tells it.
        try? await broker?.offer(new.map(\.offer).filter(\.isNear))
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

    public func close() async {
        await connections.database.close()
    }

    /// Ids carry PostgreSQL's time, as those of every other process do.
    private func followServerClock() async throws {
        let now = ContinuousClock.now
        let isFresh = clockReadAt.withLock { $0.map { now - $0 < .seconds(60) } ?? false }
        if isFresh { return }
        minter.adjust(serverTime: try await connections.store.serverTime())
        clockReadAt.withLock { $0 = now }
    }
}
