import Assembly
import Fleet
import Foundation
import Jobs
import Operations
import Postgres
import PostgresTestSupport
import Storage

/// PostgreSQL as the only dispatcher, over a database of its own.
struct PostgresUnderTest: Sendable {
    let url: String
    let database: Database
    let owner: Database
    let store: PostgresJobStore
    let broker: PostgresBroker

    static func with(_ body: @Sendable (PostgresUnderTest) async throws -> Void) async throws {
        try await TestDatabases.shared.withDatabase(preparedBy: { _ = try await Migrations.apply(to: $0) }) { url in
            let owner = try Database(DatabaseConfiguration(url: url))
            let database = try Connections.database(url: Secret(url), name: "test", shared: 3)
            let store = PostgresJobStore(database: database)
            let test = PostgresUnderTest(
                url: url, database: database, owner: owner, store: store, broker: PostgresBroker(store: store))
            try await owner.closed { try await database.closed { try await body(test) } }
        }
    }

    /// A dispatcher that makes the rows of what it is offered, and settles them.
    var suite: JobBrokerSuite { JobBrokerSuite(broker: RowBroker(broker: broker, store: store)) }

    func enqueue(_ offers: [Offer]) async throws { try await RowBroker(broker: broker, store: store).insert(offers) }

    /// As another process would.
    func another() -> PostgresBroker { PostgresBroker(store: store) }
}

/// What the suite offers and settles becomes rows.
private struct RowBroker: JobBroker {
    let broker: PostgresBroker
    let store: PostgresJobStore

    var abilities: BrokerAbilities { broker.abilities }

    func insert(_ offers: [Offer]) async throws {
        let jobs = offers.map { offer in
            let definition = JobDefinition(
                kind: offer.lane.kind, queue: offer.queue, timeout: .seconds(30), maxAttempts: 3)
            var job = NewJob(
                id: offer.id, tenant: offer.tenant, definition: definition, payload: Array("{}".utf8),
                runAt: offer.runAt)
            job.priority = offer.priority
            // The lane holds only a hash of the key that the suite uses.
            for key in ["key", "account 7", "a"] where Lane(kind: offer.lane.kind, limitKey: key) == offer.lane {
                job.limitKey = key
            }
            return job
        }
        _ = try await store.enqueue(jobs)
    }

    func offer(_ offers: [Offer]) async throws {
        guard !offers.isEmpty else { return }
        try await insert(offers)
        await broker.offer(offers)
    }

    func settle(_ ended: [EndedLease], in queue: QueueName) async throws {
        _ = try await store.settle(
            ended.map {
                Settlement(
                    claim: $0.claim, tenant: UUID(), isUnique: false,
                    transition: .succeeded(result: Array("{}".utf8)))
            })
        await broker.settle(ended, in: queue)
    }

    func take(
        from queue: QueueName, kinds: [JobKind], tokens: [ClaimToken], session: WorkerSession.ID, lease: Duration
    ) async throws -> [TakenJob] {
        try await broker.take(from: queue, kinds: kinds, tokens: tokens, session: session, lease: lease)
    }

    func waitForWork(in queue: QueueName, for time: Duration) async throws {
        try await broker.waitForWork(in: queue, for: time)
    }

    func extend(
        _ jobs: [TakenJob], in queue: QueueName, session: WorkerSession.ID, lease: Duration
    ) async throws -> [Claim] {
        try await broker.extend(jobs, in: queue, session: session, lease: lease)
    }

    func reap(_ queue: QueueName, skipping: Int, limit: Int) async throws -> [Claim] {
        await broker.reap(queue, skipping: skipping, limit: limit)
    }

    func live(_ claims: [Claim], in queue: QueueName) async throws -> Set<Claim> {
        try await broker.live(claims, in: queue)
    }

    func release(_ claims: [Claim], in queue: QueueName) async throws {
        try await broker.release(claims, in: queue)
    }

    func promote(_ queue: QueueName, limit: Int) async throws -> Int { await broker.promote(queue, limit: limit) }

    func stats(of queue: QueueName) async throws -> QueueStats { try await broker.stats(of: queue) }
}
