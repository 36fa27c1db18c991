import Assembly
import FleetTestSupport
import Foundation
import Postgres
import PostgresTestSupport
import TestSupport
import Testing

extension Outages {
    @Suite("A lock that another session holds", .serialized) struct DatabaseLocks {
        @Test("who holds it is named, with how to end it, by all who wait; it is over when it is released")
        func named() async throws {
            let fleet = try await Fleet.start(
                .init(environment: ["FLOTILLA_BENCH": "1"], postgres: ["max_prepared_transactions": "2"]))
            try await fleet.startAPI()
            let enqueuer = try await fleet.start("enqueuer")
            let worker = try await fleet.startWorker("BenchWorker")
            let admin = try await fleet.user(role: "admin")
            var configuration = DatabaseConfiguration(url: fleet.postgres.url())
            configuration.applicationName = "nightly-report"
            try await withDatabase(configuration) { other in
                for mode in ["access exclusive", "share"] {
                    try? await other.withConnection { connection in
                        let pid = try await connection.query("select pg_backend_pid()").rows.first?
                            .decode(0, as: Int32.self)
                        try await connection.script("begin; lock table flotilla.jobs in \(mode) mode")
                        let refused = try await admin.post("/jobs", ["kind": "bench.noop", "payload": [:]])
                        #expect(refused.status == 503 && refused.headers["Retry-After"] != nil, "\(refused)")
                        let reason = try await Self.reason(admin, for: mode)
                        let text = "\(reason)"
                        #expect(text.contains("nightly-report") && text.contains("on flotilla.jobs"), "\(reason)")
                        #expect(text.contains("pg_terminate_backend(\(pid ?? 0))"), "\(reason)")
                        if mode == "share" {
                            // The lock is still held although no statement waits for it.
                            try await Task.sleep(for: .seconds(1))
                            #expect(try await admin.get("/readyz")["status"] == "degraded")
                        } else {
                            // It is not the caller's list that takes too long.
                            let list = try await admin.get("/jobs")
                            #expect(list.status == 503 && !"\(list)".contains("Narrow"), "\(list)")
                            let doctor = try await fleet.flotilla("doctor")
                            #expect(
                                doctor.status == 1 && doctor.output.contains("[postgres_lock_held]")
                                    && doctor.output.contains("nightly-report"), "\(doctor.all)")
                            let page = String(decoding: try await admin.get("/metrics").body, as: UTF8.self)
                            #expect(page.contains("flotilla_unhealthy{reason=\"postgres_lock_held\"} 1\n"))
                            for process in [try fleet.api, enqueuer, worker] {
                                #expect(
                                    try await eventually { process.log.contains("postgres_lock_held") },
                                    "\(process.name)")
                            }
                        }
                        // As the advice has it.
                        try await fleet.database.query("select pg_terminate_backend(\(pid ?? 0))")
                        try await connection.query("select 1")
                    }
                    try await Self.expectWell(admin)
                }
                try await other.withConnection {
                    try await $0.script("begin; lock table flotilla.jobs in share mode; prepare transaction 'report'")
                }
                let refused = try await admin.post("/jobs", ["kind": "bench.noop", "payload": [:]])
                #expect(refused.status == 503, "\(refused)")
                let reason = try await Self.reason(admin, for: "prepared")
                #expect("\(reason)".contains("rollback prepared"), "\(reason)")
                try await other.withConnection { try await $0.script("rollback prepared 'report'") }
            }
            try await Self.expectWell(admin)
            await fleet.stop()
        }

        @Test(
            "autovacuum, which gives way by itself, is no such session for its first seconds", .timeLimit(.minutes(2)))
        func autovacuum() async throws {
            // A vacuum that takes minutes, and does not give way within the test.
            let server = try await PostgresServer(settings: ["autovacuum_naptime": "1", "deadlock_timeout": "30s"])
            var configuration = DatabaseConfiguration(url: server.url())
            configuration.applicationName = "flotilla-test"
            try await withDatabase(configuration) { own in
                try await own.withConnection { connection in
                    try await connection.script(
                        """
                        create table vacuumed (number int, filler text) with (autovacuum_vacuum_threshold = 1,
                            autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_cost_delay = 100,
                            autovacuum_vacuum_cost_limit = 1);
                        insert into vacuumed select number, repeat('x', 2000) from generate_series(1, 8000) number;
                        delete from vacuumed where number % 2 = 0
                        """)
                    let isVacuumed = try await eventually {
                        try await !connection.query("select 1 from pg_stat_progress_vacuum").rows.isEmpty
                    }
                    #expect(isVacuumed)
                    let looking = Task { await DatabaseCheck.lockHeld(in: own) }
                    let waiting = Task {
                        try await own.withConnection {
                            try await $0.script("begin; lock table vacuumed in share update exclusive mode")
                        }
                    }
                    let hasWaited = try await eventually {
                        try await !connection.query(
                            "select 1 from pg_locks where not granted and waitstart < clock_timestamp() - interval '2 s'"
                        ).rows.isEmpty
                    }
                    #expect(hasWaited)
                    looking.cancel()
                    #expect(await looking.value == nil)
                    // One that keeps it for long is named.
                    let found = try #require(await DatabaseCheck.lockHeld(in: own))
                    #expect(found.code == "postgres_lock_held")
                    try await connection.query(
                        "select pg_terminate_backend(pid) from pg_stat_activity where backend_type = 'autovacuum worker'"
                    )
                    _ = try? await waiting.value
                }
            }
        }

        private static func reason(_ caller: Caller, for mode: String) async throws -> JSON {
            let start = ContinuousClock.now
            var answer = JSON.null
            _ = try await eventually(within: .seconds(8)) {
                answer = try await caller.get("/readyz").json
                return answer["reasons"].array.contains { $0["code"] == "postgres_lock_held" }
            }
            #expect(answer["status"] == "degraded" && answer["database"] == "blocked", "\(answer)")
            print("figure: \(mode): named \(start.duration(to: .now)) after the refusal: \(answer)")
            return answer["reasons"].array.first ?? .null
        }

        private static func expectWell(_ caller: Caller) async throws {
            #expect(try await eventually(within: .seconds(8)) { try await caller.get("/readyz")["status"] == "ready" })
            for _ in 0..<3 {
                #expect(try await caller.settled(try await caller.job("bench.noop"))["status"] == "succeeded")
            }
        }

        @Test("beside a frozen PostgreSQL doctor ends, and its advice is not itself")
        func frozen() async throws {
            let fleet = try await Fleet.start()
            try await fleet.postgres.pause()
            let start = ContinuousClock.now
            let doctor = try await fleet.flotilla("doctor", "--json")
            print("figure: frozen: doctor after \(start.duration(to: .now)): \(doctor.output)")
            #expect(doctor.status == 1 && doctor.output.contains("frozen"), "\(doctor.all)")
            #expect(!doctor.output.contains("flotilla doctor"), "\(doctor.all)")
            #expect(start.duration(to: .now) < .seconds(15))
            try await fleet.postgres.resume()
            await fleet.stop()
        }
    }
}
