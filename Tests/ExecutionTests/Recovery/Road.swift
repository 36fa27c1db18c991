import Fleet
import Assembly
import Broker
import Foundation
import Jobs
import Operations
import Postgres
import PostgresTestSupport
import Redis
import RedisTestSupport
import Storage

@testable import Execution

/// A real store and a real dispatcher with nothing in them, and the reconciler between them.
struct Road: Sendable {
    let database: Database
    let owner: Database
    let store: PostgresJobStore
    let redis: RedisClient
    let broker: RedisBroker
    let server: RedisTestServer
    let log = MemoryLogSink()
    static let lease = Duration.seconds(30)

    let metrics = WorkerMetrics()

    var logger: Logger { Logger(label: "test", sink: log) }

    var reconciler: Reconciler { reconciler(over: broker) }

    func reconciler(over broker: any JobBroker & EpochBroker) -> Reconciler {
        Reconciler(
            store: store, broker: broker, queues: [Make.queue], lease: Self.lease, metrics: metrics, logger: logger)
    }

    static func with(_ body: @Sendable (Road) async throws -> Void) async throws {
        try await TestDatabases.shared.withDatabase(preparedBy: { _ = try await Migrations.apply(to: $0) }) { url in
            let owner = try Database(DatabaseConfiguration(url: url))
            let database = try Connections.database(url: Secret(url), name: "test")
            try await owner.closed {
                try await database.closed {
                    try await withRedisServer { server in
                        var configuration = try RedisConfiguration(url: server.url)
                        configuration.commandTimeout = .seconds(10)
                        let redis = RedisClient(configuration)
                        defer { redis.close() }
                        try await body(
                            Road(
                                database: database, owner: owner, store: PostgresJobStore(database: database),
                                redis: redis, broker: RedisBroker(redis: redis), server: server))
                    }
                }
            }
        }
    }

    /// Runs `body` beside a running reconciler.
    func reconciling(
        over broker: (any JobBroker & EpochBroker)? = nil, _ body: () async throws -> Void
    ) async throws {
        let reconciler = reconciler(over: broker ?? self.broker)
        let running = Task { try await reconciler.run() }
        let result: Result<Void, any Error>
        do {
            result = .success(try await body())
        } catch {
            result = .failure(error)
        }
        await reconciler.stop(by: .now + .seconds(1))
        try await running.value
        try result.get()
    }

    /// - Parameter age: how long ago the ids were minted; a store looks for recent ones by itself.
    func enqueue(_ count: Int, age: Duration = .zero, runAt: Date? = nil) async throws -> [NewJob] {
        let time = Date() - age / .seconds(1)
        let minter = JobIDMinter { time }
        let jobs = (0..<count).map { _ in
            NewJob(
                id: minter.mint(), tenant: UUID(), definition: Make.definition, payload: Array("{}".utf8),
                runAt: runAt)
        }
        _ = try await store.enqueue(jobs)
        return jobs
    }

    func take(_ count: Int, session: UUID = UUID(), lease: Duration = lease) async throws -> [TakenJob] {
        try await broker.take(
            from: Make.queue, kinds: [Make.kind], tokens: (0..<count).map { _ in .random() }, session: session,
            lease: lease)
    }

    func status(_ id: JobID) async throws -> JobStatus? { try await store.job(id, for: .everybody)?.status }

    static func session() -> WorkerSession {
        WorkerSession(
            id: UUID(), worker: "test", queues: [Make.queue], host: "here", processID: 1, concurrency: 1, version: "1")
    }

    func silence(_ session: WorkerSession) async throws {
        try await owner.query("update worker_sessions set beat_at = now() - interval '1 hour' where id = \(session.id)")
    }
}
