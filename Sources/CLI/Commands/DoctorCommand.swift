import Catalogue
import Assembly
import Foundation
import Operations
import Postgres
import Redis

enum DoctorCommand: Command {
    static let name = "doctor"
    static let synopsis = "[--json]"
    static let summary = "checks the servers and says what to do"

    private struct Finding: Encodable {
        let check: String
        let ok: Bool
        let detail: String
    }

    static func run(_ arguments: [String]) async throws -> Int32 {
        let arguments = try CommandArguments(arguments)
        try arguments.refusePositions()
        let context = try CommandContext(arguments.settings)
        let findings = await database(context) + redis(context)
        if arguments.isJSON {
            try Output.json(["items": findings])
        } else {
            for finding in findings { print("\(finding.ok ? "ok    " : "FAILED") \(finding.check): \(finding.detail)") }
        }
        return findings.allSatisfy(\.ok) ? 0 : 1
    }

    private static func database(_ context: CommandContext) async -> [Finding] {
        do {
            let rows = try await context.connections.database.query(
                """
                select current_setting('server_version') as version, current_setting('fsync') as fsync,
                    current_setting('synchronous_commit') as synchronous,
                    (select count(*) from jobs_default) as strays
                """
            ).rows
            guard let row = rows.first else { return [] }
            let strays = try row.decode("strays", as: Int64.self)
            let isDurable =
                try row.decode("fsync", as: String.self) == "on"
                && row.decode("synchronous", as: String.self) != "off"
            return [
                Finding(
                    check: "database", ok: true, detail: "PostgreSQL \(try row.decode("version", as: String.self))"),
                Finding(
                    check: "durability", ok: isDurable,
                    detail: isDurable
                        ? "commits wait for the disk" : "set fsync and synchronous_commit to on, or jobs can be lost"),
                Finding(
                    check: "partitions", ok: strays == 0,
                    detail: strays == 0
                        ? "every job has its day's partition"
                        : "\(strays) jobs lie in jobs_default: is the clock of some machine wrong?"),
            ]
        } catch {
            return [
                Finding(
                    check: "database", ok: false,
                    detail: "\(error): check DATABASE_URL, and run `flotilla migrate`")
            ]
        }
    }

    private static func redis(_ context: CommandContext) async -> [Finding] {
        do {
            let (redis, broker) = try Connections.broker(redisURL: context.configuration.redisURL, name: "doctor")
            defer { redis.close() }
            _ = try await broker.stats(of: Queues.all[0])
            guard case .up(let server) = redis.status else { return [] }
            let policy = try await EvictionPolicy.ask(redis)
            return [
                Finding(check: "redis", ok: true, detail: "Redis \(server.version ?? "of unknown version")"),
                Finding(
                    check: "eviction", ok: policy?.keepsEverything ?? true,
                    detail: policy.map { $0.keepsEverything ? "maxmemory-policy is \($0.name)" : $0.complaint }
                        ?? "the server does not say its maxmemory-policy; it should be noeviction"),
            ]
        } catch {
            return [
                Finding(
                    check: "redis", ok: false,
                    detail: "\(error): check REDIS_URL; jobs are accepted all the same and wait in the database")
            ]
        }
    }
}
