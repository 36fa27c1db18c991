import FleetTestSupport
import Foundation
import Postgres
import TestSupport
import Testing

extension Attacks {
    /// A job that takes too much of its process is that job's fault, and ends as such.
    @Suite("Heavy jobs") struct HeavyJobAttacks {
        let estate: AttackEnvironment

        init() throws { estate = try AttackEnvironment.current }

        /// A fleet of its own: the limit is its worker's.
        private func with(_ body: (Fleet, Caller) async throws -> Void) async throws {
            let fleet = try await Fleet.start(.init(environment: ["FLOTILLA_BENCH": "1", "CONCURRENCY": "4"]))
            try await fleet.startAPI()
            _ = try await fleet.start("enqueuer")
            _ = try await fleet.startWorker("BenchWorker", ["FLOTILLA_EXECUTOR_MEMORY": "64MiB"])
            try await body(fleet, try await fleet.user(role: "admin"))
            await fleet.stop()
        }

        private func noop(_ admin: Caller, within limit: Duration) async throws {
            let start = ContinuousClock.now
            let job = try await admin.settled(try await admin.job("bench.noop"))
            #expect(job["status"] == "succeeded", "\(job)")
            #expect(.now - start < limit)
            print("figure: beside heavy jobs a no-op took \(ContinuousClock.now - start)")
        }

        @Test("jobs over the memory of their process run alone after two ends, and fail; others end in seconds")
        func memory() async throws {
            try await with { _, admin in
                var heavy: [String] = []
                for _ in 0..<3 {
                    heavy.append(try await admin.job("bench.memory", ["mb": 180, "ms": 60_000], ["timeout": 120]))
                }
                try await noop(admin, within: .seconds(15))
                for id in heavy {
                    let job = try await admin.settled(id)
                    #expect(job["status"] == "failed" && job["error"]["code"] == "out_of_memory", "\(job)")
                    #expect(job["attempt"].int.map { $0 <= 4 } == true, "\(job)")
                }
                // What only makes room for a fresh process ends in peace.
                let large = try await admin.settled(try await admin.job("bench.memory", ["mb": 50, "ms": 2500]))
                #expect(large["status"] == "succeeded" && large["attempt"] == 1, "\(large)")
                try await noop(admin, within: .seconds(15))
            }
        }

        @Test("payloads that came past every check fail at their first claim, and are in nobody's way")
        func payloads() async throws {
            try await with { fleet, admin in
                // 1.6 MB each as PostgreSQL writes them, and 16 kB as it keeps them.
                let ids = try await (0..<40).asyncMap { _ in
                    let row = try await fleet.database.query(
                        """
                        with new as (
                            insert into jobs (id, tenant, kind, queue, status, priority, max_attempts, timeout_ms, payload)
                            select flotilla.mint_id(), gen_random_uuid(), 'bench.noop', 'bench', 'queued', 4, 8, 60000,
                                jsonb_build_object('x', (
                                    select jsonb_agg((n || 'e-16000')::numeric) from generate_series(1, 100) n))
                            returning id
                        ), told as (insert into enqueued select id from new)
                        select id from new
                        """
                    ).rows[0]
                    return try row.decode(0, as: UUID.self).uuidString.lowercased()
                }
                try await noop(admin, within: .seconds(10))
                for id in ids {
                    let job = try await admin.settled(id)
                    #expect(job["error"]["code"] == "payload_too_large" && job["attempt"] == 1, "\(job)")
                }
            }
        }

        @Test("as many payloads as may be, each as large as may be, go through a small process")
        func many() async throws {
            try await with { fleet, admin in
                let text = String(repeating: "x", count: 250_000)
                for _ in 0..<Settings.size(60, full: 600) {
                    _ = try await admin.job("bench.noop", ["x": .string(text)])
                }
                try await noop(admin, within: .seconds(15))
                let isDone = try await eventually(within: .seconds(60)) {
                    try await fleet.count("select count(*) from jobs where status <> 'succeeded'") == 0
                }
                #expect(isDone)
                #expect(try await fleet.count("select count(*) from jobs where crashes > 0") == 0)
            }
        }
    }
}
