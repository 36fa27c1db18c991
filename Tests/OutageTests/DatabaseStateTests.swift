import FleetTestSupport
import Foundation
import Glibc
import Postgres
import PostgresTestSupport
import TestSupport
import Testing

extension Outages {
    @Suite("A PostgreSQL that cannot serve", .serialized) struct DatabaseStates {
        @Test("read-only for a while: what runs keeps its result, what is asked for is a 503, and all say why")
        func readOnly() async throws {
            let fleet = try await Fleet.start(.init(environment: ["FLOTILLA_BENCH": "1"]))
            try await fleet.startAPI()
            _ = try await fleet.start("enqueuer")
            _ = try await fleet.startWorker("BenchWorker")
            let admin = try await fleet.user(role: "admin")
            var ids: [String] = []
            for _ in 0..<3 { ids.append(try await admin.job("bench.sleep", ["ms": 2500], ["max_attempts": 5])) }
            #expect(
                try await eventually {
                    try await fleet.count("select count(*) from jobs where status = 'running'") == 3
                })
            try await fleet.database.query("alter system set default_transaction_read_only = on")
            try await fleet.database.query("select pg_reload_conf()")

            #expect(try await eventually(within: .seconds(5)) { try await admin.get("/readyz").status == 503 })
            let readyz = try await admin.get("/readyz")
            #expect(
                readyz.headers["Retry-After"] != nil && readyz.description.contains("postgres_read_only"), "\(readyz)")
            let refused = try await admin.post("/jobs", ["kind": "bench.noop", "payload": [:]])
            #expect(refused.status == 503 && refused.headers["Retry-After"] != nil, "\(refused)")
            #expect(try await admin.get("/jobs/\(ids[0])").status == 200)
            let doctor = try await fleet.flotilla("doctor", "--json")
            #expect(doctor.status == 1 && doctor.output.contains("postgres_read_only"), "\(doctor)")
            // All three have ended by now and found that they cannot say so.
            try await Task.sleep(for: Settings.size(.seconds(3), full: .seconds(12)))
            #expect(try fleet.api.log.contains("postgres_read_only"))

            try await fleet.database.query("alter system reset default_transaction_read_only")
            try await fleet.database.query("select pg_reload_conf()")
            for id in ids {
                let job = try await admin.settled(id)
                #expect(job["status"] == "succeeded" && job["attempt"] == 1, "\(job)")
            }
            #expect(try await fleet.count("select count(*) from bench_effects") == 3)
            let after = try await admin.settled(try await admin.job("bench.noop"))
            #expect(after["status"] == "succeeded", "\(after)")
            await fleet.stop()
        }

        @Test("each mistake in DATABASE_URL has a code of its own, said at once by doctor and migrate")
        func mistakes() async throws {
            let fleet = try await Fleet.start()
            let server = fleet.postgres
            let rules = """
                host all app 127.0.0.1/32 scram-sha-256
                host all barred 127.0.0.1/32 reject
                host all all 127.0.0.1/32 trust
                local all all trust

                """
            try Data(rules.utf8).write(to: URL(filePath: server.directory + "/data/pg_hba.conf"))
            for statement in [
                "create role app login password 'right'", "create role barred login",
                "create role crowded login connection limit 0", "create database bare",
                "revoke connect on database bare from public", "create role guest login",
            ] { try await fleet.database.query("\(unescaped: statement)") }
            try await fleet.database.query("select pg_reload_conf()")
            let secure = try await PostgresServer(withTLS: true)
            let certificate = secure.directory + "/data/server.crt"
            let stranger = fleet.redis.directory.path + "/stranger.crt"
            let other = try await PostgresServer(withTLS: true)
            try FileManager.default.copyItem(atPath: other.directory + "/data/server.crt", toPath: stranger)
            try await other.stop()
            func url(_ user: String, _ port: Int, _ rest: String, host: String = "127.0.0.1") -> String {
                "postgresql://\(user)@\(host):\(port)/\(rest)"
            }
            let cases = [
                ("password_wrong", url("app:wrong", server.port, "postgres")),
                ("password_missing", url("app", server.port, "postgres")),
                ("not_admitted", url("barred", server.port, "postgres")),
                ("role_unknown", url("nobody_there", server.port, "postgres")),
                ("database_unknown", url("postgres", server.port, "none_there")),
                ("connect_forbidden", url("guest", server.port, "bare")),
                ("host_unknown", url("postgres", server.port, "postgres", host: "none-there.invalid")),
                ("setting_invalid", url("postgres", server.port, "postgres?sslmode=requires")),
                ("tls_unsupported", url("postgres", server.port, "postgres?sslmode=require")),
                ("tls_authority_missing", url("postgres", secure.port, "postgres?sslmode=verify-full")),
                (
                    "tls_certificate_untrusted",
                    url("postgres", secure.port, "postgres?sslmode=verify-ca&sslrootcert=\(stranger)")
                ),
                (
                    "tls_certificate_for_another_host",
                    url("postgres", secure.port, "postgres?sslmode=verify-full&sslrootcert=\(certificate)")
                ),
            ]
            for (code, url) in cases {
                for command in [["doctor", "--json"], ["migrate"]] {
                    let start = ContinuousClock.now
                    let told = try await fleet.run(command, ["DATABASE_URL": url, "REDIS_URL": "redis://127.0.0.1:1"])
                    #expect(told.status == 1 && start.duration(to: .now) < .seconds(4), "\(code): \(told)")
                    #expect(!told.all.contains("wrong@") && !told.all.contains("no exclusive connection"), "\(told)")
                    if command[0] == "doctor" {
                        #expect(told.output.contains("\"postgres_\(code)\""), "\(code): \(told)")
                    }
                }
            }
            let closed = try await fleet.flotilla(
                "doctor", "--json", environment: ["DATABASE_URL": url("postgres", 1, "postgres")])
            #expect(closed.output.contains("\"postgres_connection_refused\""), "\(closed)")
            let crowded = try await fleet.flotilla(
                "doctor", "--json", environment: ["DATABASE_URL": url("crowded", server.port, "postgres")])
            #expect(crowded.output.contains("\"postgres_connections_exhausted\""), "\(crowded)")
            let raw = try await fleet.flotilla(
                "migrate", environment: ["DATABASE_URL": "postgresql://u:p@ss/w:or d%@127.0.0.1/x"])
            #expect(raw.all.contains("percent-encode these characters in the password: @ / : space %"), "\(raw)")
            try await secure.stop()
            await fleet.stop()
        }

        @Test("a database whose row_security is off serves all the same")
        func rowSecurity() async throws {
            var options = Fleet.Options()
            options.prepare = { server, _ in
                try await Self.run("alter database postgres set row_security = off", on: server.url())
            }
            let fleet = try await Fleet.start(options)
            try await fleet.startAPI()
            let tenant = try await fleet.signUp()
            for path in ["/jobs", "/scans", "/schedules"] {
                let answer = try await tenant.caller.get(path)
                #expect(answer.status == 200, "\(path): \(answer)")
            }
            await fleet.stop()
        }

        @Test("a migration that lacks a right says which, and the SQL that it prints grants it")
        func missingRights() async throws {
            let fleet = try await Fleet.start()
            let server = try await PostgresServer()
            for statement in ["create role app login", "create database bare"] {
                try await Self.run(statement, on: server.url())
            }
            do {
                let bare = "postgresql://app@127.0.0.1:\(server.port)/bare"
                let refused = try await fleet.flotilla("migrate", environment: ["DATABASE_URL": bare])
                #expect(refused.status == 1 && refused.all.contains("CREATEROLE"), "\(refused)")
                let statements = refused.all.split(separator: "\n").map { $0.trimmingCharacters(in: .whitespaces) }
                    .filter { $0.hasSuffix(";") }
                #expect(statements.count > 5, "\(refused)")
                for statement in statements { try await Self.run(statement, on: server.url(database: "bare")) }
                let granted = try await fleet.flotilla("migrate", environment: ["DATABASE_URL": bare])
                #expect(granted.status == 0, "\(granted)")
            }
            try await server.stop()
            await fleet.stop()
        }

        @Test("one right that is missing is named by itself, with the one statement that grants it")
        func singleRights() async throws {
            let fleet = try await Fleet.start()
            let server = try await PostgresServer()
            let roles = ["flotilla_dispatcher", "flotilla_tenant", "flotilla_api", "flotilla_accounts"]
            for role in roles { try await Self.run("create role \(role) nologin", on: server.url()) }
            let cases: [(name: String, setUp: [String], words: String)] = [
                ("room", ["grant \(roles.joined(separator: ", ")) to room"], "CREATE on the database room"),
                (
                    "member",
                    [
                        "grant create on database member to member",
                        "grant \(roles.dropLast().joined(separator: ", ")) to member",
                    ],
                    "membership in flotilla_accounts"
                ),
            ]
            for (name, setUp, words) in cases {
                for statement in ["create role \(name) login", "create database \(name)"] + setUp {
                    try await Self.run(statement, on: server.url())
                }
                let url = "postgresql://\(name)@127.0.0.1:\(server.port)/\(name)"
                let refused = try await fleet.flotilla("migrate", environment: ["DATABASE_URL": url])
                let statements = refused.all.split(separator: "\n").map { $0.trimmingCharacters(in: .whitespaces) }
                    .filter { $0.hasSuffix(";") }
                #expect(refused.status == 1 && refused.all.contains(words) && statements.count == 1, "\(refused)")
                for statement in statements { try await Self.run(statement, on: server.url(database: name)) }
                let granted = try await fleet.flotilla("migrate", environment: ["DATABASE_URL": url])
                #expect(granted.status == 0, "\(granted)")
            }
            try await server.stop()
            await fleet.stop()
        }

        @Test("a database of a version before 0.2 is refused by each program, in one line")
        func tooOld() async throws {
            let fleet = try await Fleet.start()
            try await Self.run("create database old", on: fleet.postgres.url())
            let old = fleet.postgres.url(database: "old")
            try await Self.run("create table flotilla_migrations (version bigint primary key)", on: old)
            let migrate = try await fleet.flotilla("migrate", environment: ["DATABASE_URL": old])
            #expect(migrate.status == 1)
            #expect(migrate.all.contains("before 0.2") && migrate.all.contains("empty database"), "\(migrate)")
            for program in ["api", "enqueuer", "BenchWorker"] {
                let start = ContinuousClock.now
                let refused = try await fleet.run(
                    program, [], ["DATABASE_URL": old, "FLOTILLA_BENCH": "1", "PORT": "0"])
                #expect(refused.status == 78 && start.duration(to: .now) < .seconds(5), "\(program): \(refused)")
                let lines = refused.all.split(separator: "\n")
                #expect(lines.count == 1 && lines[0].contains("DATABASE_URL"), "\(program): \(refused)")
                #expect(refused.all.contains("before 0.2"), "\(program): \(refused)")
            }
            await fleet.stop()
        }

        @Test(
            "a pooler that hands sessions on is named, one that keeps them serves",
            .enabled(if: FileManager.default.isExecutableFile(atPath: "/usr/sbin/pgbouncer")),
            arguments: ["transaction", "statement", "session"])
        func pooler(mode: String) async throws {
            let fleet = try await Fleet.start()
            let folder = fleet.postgres.directory
            let port = Int.random(in: 20_000..<27_000)
            let settings = """
                [databases]
                postgres = host=127.0.0.1 port=\(fleet.postgres.port) user=postgres
                [pgbouncer]
                listen_addr = 127.0.0.1
                listen_port = \(port)
                unix_socket_dir =
                auth_type = any
                pool_mode = \(mode)
                """
            try Data(settings.utf8).write(to: URL(filePath: folder + "/pgbouncer.ini"))
            let user = geteuid() == 0 ? "setpriv --reuid=postgres --regid=postgres --clear-groups " : ""
            let script = folder + "/pooler"
            try Data("#!/bin/sh\nexec \(user)/usr/sbin/pgbouncer '\(folder)/pgbouncer.ini'\n".utf8)
                .write(to: URL(filePath: script))
            chmod(script, 0o755)
            let pooler = try await fleet.start(script)
            #expect(await pooler.line(with: "process up") != nil, "\(pooler.log)")
            let url = "postgresql://postgres@127.0.0.1:\(port)/postgres"
            // The pooler's sessions are new: no client has set anything in them yet.
            let told = try await fleet.flotilla("doctor", "--json", environment: ["DATABASE_URL": url])
            #expect(told.output.contains("postgres_pooler_unfit") == (mode != "session"), "\(told)")
            #expect(told.output.contains("PostgreSQL 1") == (mode == "session"), "\(told)")
            for program in mode == "session" ? [] : ["api", "enqueuer", "BenchWorker"] {
                let refused = try await fleet.run(
                    program, [], ["DATABASE_URL": url, "FLOTILLA_BENCH": "1", "PORT": "0"])
                #expect(refused.status == 78, "\(program): \(refused)")
                #expect(
                    refused.all.contains("DATABASE_URL") && refused.all.contains("pool_mode"), "\(program): \(refused)")
            }
            await fleet.stop()
        }

        private static func run(_ statement: String, on url: String) async throws {
            let database = try Database(DatabaseConfiguration(url: url))
            try await database.query("\(unescaped: statement)")
            await database.close()
        }
    }
}
