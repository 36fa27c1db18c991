import FleetTestSupport
import Foundation
import Glibc
@testable import PostgresTestSupport
import TestSupport
import Testing

extension Outages {
    @Suite("A PostgreSQL that is lost", .serialized) struct DatabaseLoss {
        private static let programs = ["enqueuer", "BenchWorker"]

        @Test("a standby that is listed first is passed over, and serves once it is promoted")
        func failover() async throws {
            let fleet = try await Fleet.start(.init(environment: ["FLOTILLA_BENCH": "1"]))
            let server = fleet.postgres
            let data = server.directory + "/data-standby"
            let port = Int.random(in: 20_000..<27_000)
            let user =
                geteuid() == 0 ? ["setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups", "--"] : []
            let tools = try await shell(user + ["pg_config", "--bindir"]).trimmingCharacters(
                in: .whitespacesAndNewlines)
            try await shell(
                user + [
                    tools + "/pg_basebackup", "-h", "127.0.0.1", "-p", "\(server.port)", "-U", "postgres", "-D", data,
                    "-R", "-X", "stream", "--checkpoint=fast",
                ])
            let control = user + [tools + "/pg_ctl", "-D", data, "-w", "-s"]
            try await shell(control + ["start", "-l", server.directory + "/log-standby", "-o", "-p \(port)"])
            do {
                let url = "postgresql://postgres@127.0.0.1:\(port),127.0.0.1:\(server.port)/postgres"
                let more = ["DATABASE_URL": url]
                let admin = try await fleet.user(role: "admin")
                try await fleet.startAPI(more)
                var caller = fleet.anybody
                caller.token = admin.token
                for program in Self.programs { _ = try await fleet.start(program, more) }
                #expect(try await caller.settled(try await caller.job("bench.noop"))["status"] == "succeeded")

                try await server.kill()
                #expect(try await eventually { try await caller.get("/readyz").description.contains("read_only") })
                let readyz = try await caller.get("/readyz")
                #expect(readyz.status == 503 && readyz.headers["Retry-After"] != nil, "\(readyz)")
                let refused = try await caller.post("/jobs", ["kind": "bench.noop", "payload": [:]])
                #expect(refused.status == 503 && refused.headers["Retry-After"] != nil, "\(refused)")

                let start = ContinuousClock.now
                try await shell(control + ["promote"])
                let isBack = try await eventually {
                    try await caller.post("/jobs", ["kind": "bench.noop", "payload": [:]]).status == 202
                }
                print("figure: failover: a job is accepted \(start.duration(to: .now)) after the promotion began")
                #expect(isBack)
                #expect(try await caller.settled(try await caller.job("bench.noop"))["status"] == "succeeded")
                #expect(try await eventually { try await caller.get("/readyz")["status"] == "ready" })
            } catch {
                try await shell(control + ["stop", "-m", "immediate"])
                throw error
            }
            try await shell(control + ["stop", "-m", "immediate"])
            await fleet.stop()
        }

        @Test("a database that is dropped is named; made anew and migrated, it serves without a restart")
        func dropped() async throws {
            let fleet = try await Fleet.start(.init(environment: ["FLOTILLA_BENCH": "1"]))
            let more = ["DATABASE_URL": fleet.postgres.url(database: "lost")]
            func migrated() async throws -> String {
                let migration = try await fleet.run(["migrate"], more)
                #expect(migration.status == 0, "\(migration.all)")
                let made = try await fleet.run(["users", "create", "op@example.org", "--role", "admin"], more)
                #expect(made.status == 0, "\(made.all)")
                return try await fleet.run(["token", "op@example.org"], more).output
                    .trimmingCharacters(in: .whitespacesAndNewlines)
            }
            try await fleet.database.query("create database lost")
            let token = try await migrated()
            try await fleet.startAPI(more)
            for program in Self.programs { _ = try await fleet.start(program, more) }
            var caller = fleet.anybody
            caller.token = token
            #expect(try await caller.settled(try await caller.job("bench.noop"))["status"] == "succeeded")

            try await fleet.database.query("drop database lost with (force)")
            for (code, statement) in [
                ("postgres_database_unknown", "create database lost"), ("postgres_not_migrated", nil),
            ] {
                #expect(try await eventually { try await caller.get("/readyz").description.contains(code) }, "\(code)")
                let readyz = try await caller.get("/readyz")
                #expect(readyz.status == 503, "\(readyz)")
                let refused = try await caller.post("/jobs", ["kind": "bench.noop", "payload": [:]])
                #expect(refused.status == 503 && refused.headers["Retry-After"] != nil, "\(refused)")
                print("figure: \(code): /readyz \(readyz.status), POST /jobs \(refused.status)")
                let doctor = try await fleet.run(["doctor"], more)
                #expect(doctor.status == 1 && doctor.output.contains("[\(code)]"), "\(doctor.all)")
                if let statement { try await fleet.database.query("\(unescaped: statement)") }
            }
            caller.token = try await migrated()
            #expect(try await eventually { try await caller.get("/readyz")["status"] == "ready" })
            #expect(
                try await eventually {
                    try await caller.post("/jobs", ["kind": "bench.noop", "payload": [:]]).status == 202
                })
            #expect(try await caller.settled(try await caller.job("bench.noop"))["status"] == "succeeded")
            await fleet.stop()
        }

        @Test("a database older than the program is named by its missing migration, and serves once it has it")
        func outdated() async throws {
            let fleet = try await Fleet.start(.init(environment: ["FLOTILLA_BENCH": "1"]))
            let admin = try await fleet.user(role: "admin")
            try await fleet.startAPI()
            var caller = fleet.anybody
            caller.token = admin.token
            #expect(try await eventually { try await caller.get("/readyz").status == 200 })
            let upToDate = try await fleet.run(["migrate", "--check"])
            #expect(upToDate.status == 0, "\(upToDate.all)")

            try await fleet.database.query("create table kept as select * from flotilla.migrations where version = 12")
            try await fleet.database.query("delete from flotilla.migrations where version = 12")
            try await fleet.database.query("delete from flotilla.functions where name = 'triggers'")
            #expect(try await eventually { try await caller.get("/readyz").status == 503 })
            let readyz = try await caller.get("/readyz")
            #expect(
                readyz.description.contains("postgres_schema_outdated") && readyz.description.contains("bounded times"),
                "\(readyz)")
            #expect(readyz.headers["Retry-After"] != nil)
            let doctor = try await fleet.run(["doctor"])
            #expect(doctor.status == 1 && doctor.output.contains("[postgres_schema_outdated]"), "\(doctor.all)")
            let check = try await fleet.run(["migrate", "--check"])
            #expect(check.status == 1, "\(check.all)")
            #expect(
                check.output.contains("missing: 12 bounded times")
                    && check.output.contains("missing: the functions triggers"), "\(check.all)")
            let json = try await fleet.run(["migrate", "--check", "--json"])
            #expect(json.status == 1 && json.output.contains("12") && json.output.contains("triggers"), "\(json.all)")

            // A version that came before the right to read what was applied.
            try await fleet.database.query("insert into flotilla.migrations select * from kept")
            #expect(try await eventually { try await caller.get("/readyz").status == 200 })
            try await fleet.database.query("revoke select on flotilla.migrations from flotilla_dispatcher")
            #expect(try await eventually { try await caller.get("/readyz").status == 503 })
            #expect(try await caller.get("/readyz").description.contains("postgres_schema_outdated"))
            try await fleet.database.query("delete from flotilla.functions where name = 'versions'")
            #expect(try await fleet.run(["migrate"]).status == 0)
            #expect(try await eventually { try await caller.get("/readyz").status == 200 })
            await fleet.stop()
        }
    }
}
