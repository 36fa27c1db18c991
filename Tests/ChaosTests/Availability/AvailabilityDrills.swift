import FleetTestSupport
import Foundation
import PostgresTestSupport
import RedisTestSupport
import TestSupport
import Testing

extension Drills {
    /// What each arrangement of servers promises: `docs/availability.md` has the table. Run by `./test --system`.
    @Suite("Availability", .serialized, .enabled(if: Settings.isSystem)) struct Availability {
        // MARK: Redis behind sentinels

        @Test("sentinels: the master of Redis is killed in mid-load; every accepted job is done once")
        func sentinel() async throws {
            try await withRedisServer(.init(arguments: ["--repl-diskless-sync-delay", "0"])) { master in
                let replica = RedisTestServer.Options(arguments: ["--replicaof", "127.0.0.1 \(master.port)"])
                try await withRedisServer(replica) { replica in
                    #expect(await replica.logs("Finished with success"))
                    let lines = [
                        "sentinel monitor main 127.0.0.1 \(master.port) 2",
                        "sentinel down-after-milliseconds main 1000",
                        "sentinel failover-timeout main 5000",
                    ]
                    try await Self.withSentinels(3, lines) { sentinels in
                        let hosts = sentinels.map { "127.0.0.1:\($0.port)" }.joined(separator: ",")
                        try await Drill.run(
                            "sentinel failover", environment: ["REDIS_URL": "redis+sentinel://\(hosts)/main"]
                        ) { drill in
                            try await AvailabilityDrill(drill).run {
                                await master.kill()
                                return .now
                            }
                        }
                    }
                }
            }
        }

        private static func withSentinels(
            _ count: Int, _ lines: [String], _ so: [RedisTestServer] = [],
            _ body: ([RedisTestServer]) async throws -> Void
        ) async throws {
            if so.count == count {
                for sentinel in so { #expect(await sentinel.logs("+sentinel sentinel")) }
                return try await body(so)
            }
            try await withRedisServer(.init(sentinel: lines)) { sentinel in
                #expect(await sentinel.logs("+slave slave"))
                try await withSentinels(count, lines, so + [sentinel], body)
            }
        }

        // MARK: A Redis Cluster

        @Test("a cluster: the master that has the queue is killed in mid-load; every accepted job is done once")
        func clusterFailover() async throws {
            try await Self.withCluster { cluster in
                try await Drill.run("cluster failover", environment: ["REDIS_URL": cluster.url]) { drill in
                    let master = try await cluster.master(of: Self.slot)
                    try await AvailabilityDrill(drill).run {
                        await master.kill()
                        return .now
                    }
                }
            }
        }

        @Test("a cluster: the queue's slot moves to another node in mid-load; every accepted job is done once")
        func clusterReshard() async throws {
            try await Self.withCluster { cluster in
                try await Drill.run("cluster reshard", environment: ["REDIS_URL": cluster.url]) { drill in
                    let source = try await cluster.master(of: Self.slot)
                    let target = try #require(cluster.masters.first { $0 !== source })
                    try await AvailabilityDrill(drill).run {
                        let start = ContinuousClock.now
                        try await cluster.move(Self.slot, to: target) { try await Task.sleep(for: .seconds(2)) }
                        drill.report("the slot moved in \(start.duration(to: .now).text), two seconds of it half-way")
                        return start
                    }
                }
            }
        }

        /// Of `flotilla:{bench}`, by `CLUSTER KEYSLOT`.
        private static let slot = 2933

        private static func withCluster(_ body: (RedisTestCluster) async throws -> Void) async throws {
            let cluster = try await RedisTestCluster.start()
            do {
                let slot = try await cluster.ask(cluster.masters[0], "CLUSTER", "KEYSLOT", "flotilla:{bench}")
                #expect(slot == "\(Self.slot)")
                try await body(cluster)
            } catch {
                await cluster.stop()
                throw error
            }
            await cluster.stop()
        }

        // MARK: PostgreSQL with a synchronous standby

        @Test("a synchronous standby: the primary is killed in mid-load, and what was answered 202 is done once")
        func standby() async throws {
            let standby = Standby()
            try await Drill.run(
                "postgres failover", postgres: ["max_wal_senders": "10", "wal_level": "replica"],
                surroundings: { postgres, _ in ["DATABASE_URL": try await standby.follow(postgres)] }
            ) { drill in
                try drill.fleet.database.renew(url: try await standby.url)
                try await AvailabilityDrill(drill).run {
                    try await drill.fleet.postgres.kill()
                    let start = ContinuousClock.now
                    // As Patroni or a managed service does when the primary's lease is over.
                    try await Task.sleep(for: .seconds(2))
                    try await standby.promote()
                    return start
                }
            }
            await standby.stop()
        }
    }
}
