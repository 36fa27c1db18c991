import Assembly
import Broker
import Execution
import Foundation
import Jobs
import Postgres
import Redis
import Storage

/// What the servers can do: the statements and scripts by which a worker drains a queue, one after the other in as many
/// threads as a worker keeps batches under way, and nothing around them. No supervisor, executor, lease keeping,
/// handler or start record.
package struct DrainCeiling: Sendable {
    /// Jobs in one claim and one result; what a busy executor reaches.
    package static let batch = 300

    let databaseURL: String
    let redis: RedisConfiguration
    let tenant: UUID

    package init(databaseURL: String, redis: RedisConfiguration, tenant: UUID) {
        self.databaseURL = databaseURL
        self.redis = redis
        self.tenant = tenant
    }

    /// Drains the queue.
    /// - Returns: how many jobs, and the time from the first take to the last result.
    package func run() async throws -> (jobs: Int, time: Duration) {
        let gate = Gate(Executor.overlap)
        let spans = try await Threads.run(Executor.overlap) { _ in
            let loop = try DrainLoop(self)
            gate.wait()
            let start = ContinuousClock.now
            let count = try loop.run()
            return (count, start, ContinuousClock.now)
        }
        let start = spans.map(\.1).min() ?? .now
        let end = spans.map(\.2).max() ?? .now
        return (spans.map(\.0).reduce(0, +), end - start)
    }
}

/// One thread's loop.
private final class DrainLoop {
    private let plan: DrainCeiling
    private let postgres: BarePostgres
    private let redis: BareRedis
    private let session = UUID()
    private let key = JobKeys.base(of: BenchKinds.queue)
    private var read: Unit
    private var settle: Unit
    private var preparations = 0

    init(_ plan: DrainCeiling) throws {
        self.plan = plan
        postgres = try BarePostgres(url: plan.databaseURL, setup: Connections.sessionSetup.map(\.sql))
        redis = try BareRedis(plan.redis)
        try redis.load(Scripts.take)
        try redis.load(Scripts.settle)
        read = []
        settle = []
        (read, settle) = try units(DrainCeiling.batch)
    }

    private typealias Unit = [(name: String, statement: BareStatement)]

    /// Prepares both units for batches of this size; odd ones are few.
    private func units(_ count: Int) throws -> (read: Unit, settle: Unit) {
        preparations += 1
        let prefix = "unit\(preparations)"
        let marks = BareStatement.marks(count)
        let reads = PostgresJobStore.unclaimedStatement(marks).map { [$0] } ?? []
        let settlements = marks.map { mark in
            let success = JobSuccess(effects: [BenchKinds.effect(of: mark.id, attempt: 1)])
            return Settlement(
                claim: mark, tenant: plan.tenant, isUnique: false,
                start: UnclaimedStart(session: session, time: Date()),
                transition: .succeeded(result: success.result), effects: success.effects)
        }
        func prepared(_ queries: [Query], _ name: String) throws -> Unit {
            try queries.enumerated().map { index, query in
                let statement = BareStatement(query, marks: count)
                try postgres.prepare("\(prefix)\(name)\(index)", statement)
                return ("\(prefix)\(name)\(index)", statement)
            }
        }
        return (try prepared(reads, "read"), try prepared(SettleUnit(settlements).statements(), "settle"))
    }

    func run() throws -> Int {
        var done = 0
        while true {
            let tokens = (0..<DrainCeiling.batch).map { _ in ClaimToken.random() }
            let taken = try redis.evaluate(
                Scripts.take, key: key,
                RedisBroker.arguments(
                    kinds: [BenchNoop.definition.kind], tokens: tokens, session: session, lease: .seconds(30)))
            let count = taken.count / 2
            if count == 0 { return done }
            let given = (0..<count).map { index in
                BareClaim(id: taken[2 * index], token: RedisBroker.bytes(of: tokens[index]))
            }
            let claims = try read(Self.ordered(given))
            try settle(claims)
            try end(given)
            done += claims.count
        }
    }

    private static func ordered(_ claims: [BareClaim]) -> [BareClaim] {
        claims.sorted { $0.id.lexicographicallyPrecedes($1.id) }
    }

    /// - Returns: those that may run. An id that was offered again while its job ended is left out.
    private func read(_ claims: [BareClaim]) throws -> [BareClaim] {
        var open: Set<[UInt8]> = []
        if claims.count == DrainCeiling.batch {
            for index in read.indices { read[index].statement.fill(claims) }
            try postgres.run(read) { open.insert($0) }
        } else {
            var unit = try units(claims.count).read
            for index in unit.indices { unit[index].statement.fill(claims) }
            try postgres.run(unit) { open.insert($0) }
        }
        return claims.filter { open.contains($0.id) }
    }

    private func settle(_ claims: [BareClaim]) throws {
        if claims.isEmpty { return }
        if claims.count == DrainCeiling.batch {
            for index in settle.indices { settle[index].statement.fill(claims) }
            try postgres.run(settle)
        } else {
            var unit = try units(claims.count).settle
            for index in unit.indices { unit[index].statement.fill(claims) }
            try postgres.run(unit)
        }
    }

    private func end(_ claims: [BareClaim]) throws {
        var ended: [RedisArgument] = []
        ended.reserveCapacity(claims.count * 3)
        for claim in claims { ended += [.bytes(claim.id), .bytes(claim.token), 20] }
        try redis.evaluate(Scripts.settle, key: key, ended)
    }
}
