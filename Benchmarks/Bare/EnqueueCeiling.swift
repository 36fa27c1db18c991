import Assembly
import Broker
import Foundation
import Jobs
import Redis
import Storage

/// What the servers can do: the statements that accept jobs and the script that offers them, without HTTP and JSON.
package struct EnqueueCeiling: Sendable {
    let databaseURL: String
    let redis: RedisConfiguration
    let tenant: UUID

    package init(databaseURL: String, redis: RedisConfiguration, tenant: UUID) {
        self.databaseURL = databaseURL
        self.redis = redis
        self.tenant = tenant
    }

    /// - Parameters:
    ///   - batch: jobs in one transaction.
    ///   - threads: connections, each with one transaction at a time.
    /// - Returns: how long it took.
    package func run(jobs: Int, batch: Int, threads: Int, payload: [UInt8]) async throws -> Duration {
        let minter = JobIDMinter()
        let loops = try await Threads.run(threads) { _ in
            let marks = BareStatement.marks(batch)
            let new = marks.map {
                NewJob(id: $0.id, tenant: tenant, definition: BenchNoop.definition, payload: payload)
            }
            let postgres = try BarePostgres(url: databaseURL, setup: Connections.sessionSetup.map(\.sql))
            let redis = try BareRedis(redis)
            try redis.load(Scripts.offer)
            var unit: [(name: String, statement: BareStatement)] = []
            for (index, query) in JobInsertion(new).statements().enumerated() {
                unit.append(("insert\(index)", BareStatement(query, marks: batch)))
                try postgres.prepare("insert\(index)", unit[index].statement)
            }
            let start = ContinuousClock.now
            for _ in 0..<(jobs / batch / threads) {
                let ids = (0..<batch).map { _ in minter.mint() }
                let claims = ids.map { BareClaim(id: $0.bytes, token: []) }
                for index in unit.indices { unit[index].statement.fill(claims) }
                try postgres.run(unit)
                let offers = ids.map {
                    NewJob(id: $0, tenant: tenant, definition: BenchNoop.definition, payload: payload).offer
                }
                for from in stride(from: 0, to: batch, by: RedisBroker.offersPerCall) {
                    let part = offers[from..<min(from + RedisBroker.offersPerCall, batch)]
                    try redis.evaluate(
                        Scripts.offer, key: JobKeys.base(of: BenchKinds.queue), RedisBroker.arguments(part))
                }
            }
            return (start, ContinuousClock.now)
        }
        return (loops.map(\.1).max() ?? .now) - (loops.map(\.0).min() ?? .now)
    }
}
