import FleetTestSupport
import Foundation
import Redis
import RedisTestSupport
import TestSupport
import Testing

extension Drills.Availability {
    /// Files of secrets, renewed as Kubernetes does it.
    private struct SecretFolder {
        let folder: URL

        func set(_ name: String, _ text: String) throws {
            let next = folder.appending(path: ".\(name)-\(UUID().uuidString)")
            try Data(text.utf8).write(to: next)
            guard rename(next.path, folder.appending(path: name).path) == 0 else { throw Unexpected("no \(name)") }
        }

        func environment(_ names: String...) -> [String: String] {
            names.reduce(into: [:]) {
                $0[$1] = ""
                $0["\($1)_FILE"] = folder.appending(path: $1).path
            }
        }
    }

    private static let rights = [
        "~flotilla:*", "+@sortedset", "+@hash", "+@set", "+@list", "+@stream", "+@string", "+evalsha", "+script|load",
        "+time", "+exists", "+del", "+pexpire",
    ]

    @Test("TLS and users at both servers: passwords and the secret of tokens change in mid-load, and no call fails")
    func credentials() async throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "flotilla-secrets-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: folder) }
        let certificate = try await TestCertificate.make(for: ["DNS:localhost"], in: folder)
        let secrets = SecretFolder(folder: folder)
        try secrets.set("hba", "hostssl all app all scram-sha-256\nhost all postgres all trust\nlocal all all trust\n")
        let redis = RedisTestServer.Options(
            arguments: ["--user", "flotilla", "on", ">one"] + Self.rights, certificate: certificate)
        let cause = "?ca=\(certificate.authority.path)"
        try await Drill.run(
            "credentials renewed", postgres: ["hba_file": "'\(folder.path)/hba'"],
            surroundings: { _, redis in ["REDIS_URL": "rediss://localhost:\(redis.port)\(cause)"] },
            {
                $0.postgresTLS = true
                $0.redis = redis
            }
        ) { drill in
            let (postgres, server) = (drill.fleet.postgres, drill.fleet.redis)
            func databaseURL(_ password: String) -> String {
                "postgresql://app:\(password)@localhost:\(postgres.port)/postgres?sslmode=verify-full"
                    + "&sslrootcert=\(postgres.directory)/data/server.crt"
            }
            func redisURL(_ password: String) -> String {
                "rediss://flotilla:\(password)@localhost:\(server.port)\(cause)"
            }
            try await drill.fleet.database.query("create role app login noinherit password 'one'")
            try await drill.fleet.database.query("grant flotilla_dispatcher, flotilla_tenant, flotilla_api to app")
            try secrets.set("DATABASE_URL", databaseURL("one"))
            try secrets.set("REDIS_URL", redisURL("one") + "\n")
            try secrets.set("JWT_SECRET", Fleet.jwtSecret)
            let own = secrets.environment("DATABASE_URL", "REDIS_URL", "JWT_SECRET")
            let first = try drill.fleet.api
            await first.kill()
            try await drill.fleet.startAPI(own)
            let operating = RedisClient(try RedisConfiguration(url: "rediss://localhost:\(server.port)\(cause)"))
            defer { operating.close() }
            try await AvailabilityDrill(drill, environment: own).run {
                // PostgreSQL learns its password after the processes, Redis before them.
                try secrets.set("DATABASE_URL", databaseURL("two"))
                try await operating.command(RedisCommand("ACL", "SETUSER", "flotilla", "resetpass", ">two"))
                try secrets.set("REDIS_URL", redisURL("two"))
                try secrets.set("JWT_SECRET", String(Fleet.jwtSecret.reversed()))
                try await Task.sleep(for: .seconds(7))
                try await drill.fleet.database.query("alter role app password 'two'")
                try await Task.sleep(for: .seconds(5))
                #expect(Set(drill.answers.keys) == [202] && drill.broken.isEmpty, "\(drill.answers) \(drill.broken)")
                drill.report("after both passwords and the secret: \(drill.answers), \(drill.broken)")
                // All connections come back by the new passwords alone.
                try await drill.fleet.database.query(
                    "select pg_terminate_backend(pid) from pg_stat_activity where usename = 'app'")
                try await operating.command(RedisCommand("CLIENT", "KILL", "USER", "flotilla"))
                return .now
            }
        }
    }
}
