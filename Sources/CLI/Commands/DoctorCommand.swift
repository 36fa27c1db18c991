import Assembly
import Fleet
import Foundation
import Operations
import Postgres
import Redis

enum DoctorCommand: Command {
    static let name = "doctor"
    static let synopsis = "[--json]"
    static let summary = "checks the servers and says what to do"

    struct Finding: Encodable {
        let check: String
        var ok: Bool
        /// Of what is wrong, as in `/readyz`.
        var code: String?
        let detail: String

        init(_ check: String, ok: Bool = true, _ detail: String) {
            self.check = check
            self.ok = ok
            self.detail = detail
        }

        init(_ check: String, _ diagnosis: Diagnosis) {
            self.check = check
            ok = false
            code = diagnosis.code
            detail = "\(diagnosis)"
        }
    }

    static func run(_ arguments: CommandArguments) async throws -> Int32 {
        try arguments.refusePositions()
        let context = try CommandContext(arguments.settings, callDeadline: .seconds(10))
        let findings =
            await stored(context) + redis(context) + [
                CloudCheck.run(arguments.settings), GatewayCheck.run(arguments.settings),
                ModelCheck.run(arguments.settings),
            ]
        if arguments.isJSON {
            try Output.json(["items": findings])
        } else {
            for finding in findings {
                let code = finding.code.map { " [\($0)]" } ?? ""
                print("\(finding.ok ? "ok    " : "FAILED") \(finding.check): \(finding.detail)\(code)")
            }
        }
        return findings.allSatisfy(\.ok) ? 0 : 1
    }

    /// What only PostgreSQL can say. Another session's lock keeps our own questions waiting: it is looked for meanwhile.
    private static func stored(_ context: CommandContext) async -> [Finding] {
        do {
            let own = try Connections.database(url: context.configuration.databaseURL, name: "cli-health")
            let lock = Task { await DatabaseCheck.lockHeld(in: own) }
            var findings = await database(context)
            if findings.allSatisfy(\.ok) { findings += await workers(context) }
            if findings.first?.ok == true {
                findings += await duties(own) + DeliveryCheck.run(context)
                findings += [
                    await MonthCheck.run(context), await GatewayCheck.differences(context),
                    await GatewayCheck.refunds(context),
                ]
            }
            lock.cancel()
            let held = await lock.value
            await own.close()
            return held.map { [Finding("database", $0)] } ?? findings
        } catch {
            return [Finding("database", .database(error))]
        }
    }

    private static func database(_ context: CommandContext) async -> [Finding] {
        let database = context.connections.database
        if let diagnosis = await DatabaseCheck.run(on: database, needing: Domains.migrations, within: .seconds(10)) {
            // The operator's terminal may show what the others must not: hosts, roles, files.
            let words = database.failure.map { "(\($0.detail))" } ?? ""
            return [Finding("database", diagnosis.adding(words))]
        }
        do {
            let rows = try await database.query(
                """
                select current_setting('server_version') as version, current_setting('fsync') as fsync,
                    current_setting('synchronous_commit') as synchronous,
                    (select count(*) from flotilla.jobs_default) as strays
                """
            ).rows
            guard let row = rows.first else { return [] }
            let strays = try row.decode("strays", as: Int64.self)
            let isDurable =
                try row.decode("fsync", as: String.self) == "on"
                && row.decode("synchronous", as: String.self) != "off"
            return [
                Finding("database", "PostgreSQL \(try row.decode("version", as: String.self))"),
                Finding(
                    "durability", ok: isDurable,
                    isDurable
                        ? "commits wait for the disk" : "set fsync and synchronous_commit to on, or jobs can be lost"),
                Finding(
                    "partitions", ok: strays == 0,
                    strays == 0
                        ? "every job has its day's partition"
                        : "\(strays) jobs lie in jobs_default: is the clock of some machine wrong?"),
            ]
        } catch {
            return [Finding("database", .database(error))]
        }
    }

    private static func duties(_ database: Database) async -> [Finding] {
        do {
            let failing = try await HealthMonitor.failingDuties(in: database)
            return failing.isEmpty
                ? [Finding("duties", "no periodic work has failed for a minute")]
                : failing.map { Finding("duties", $0) }
        } catch {
            return [Finding("duties", .database(error))]
        }
    }

    private static let meanwhile = "Jobs run all the same: workers take them from PostgreSQL."

    /// What `/readyz` judges, queue by queue.
    private static func redis(_ context: CommandContext) async -> [Finding] {
        do {
            let (redis, broker) = try Connections.broker(redisURL: context.configuration.redisURL, name: "doctor")
            defer { redis.close() }
            var troubles: [Diagnosis] = []
            for queue in Domains.queues {
                if let trouble = await broker.trouble(of: queue), !troubles.contains(trouble) {
                    troubles.append(trouble)
                }
            }
            let version: String? = if case .up(let server) = redis.status { server.version } else { nil }
            let findings =
                troubles.isEmpty
                ? [Finding("redis", "Redis \(version ?? "of unknown version") does what the dispatcher needs")]
                : troubles.map { Finding("redis", $0.adding(Self.meanwhile)) }
            return await findings + [eviction(redis)]
        } catch {
            guard let diagnosis = Diagnosis.redis(error) else { return [Finding("redis", ok: false, "\(error)")] }
            return [Finding("redis", Diagnosis(diagnosis.code, "\(error).", advice: diagnosis.advice))]
        }
    }

    private static func eviction(_ redis: RedisClient) async -> Finding {
        guard let policy = try? await EvictionPolicy.ask(redis) else {
            return Finding("eviction", "the server does not say its maxmemory-policy; it should be noeviction")
        }
        return policy.diagnosis.map { Finding("eviction", $0) }
            ?? Finding("eviction", "maxmemory-policy is \(policy.name)")
    }

    /// Jobs that wait although workers of their queue live: reported whatever the reason.
    private static let stall = Duration.seconds(60)

    private static func workers(_ context: CommandContext) async -> [Finding] {
        do {
            let lease = context.configuration.lease
            let sessions = try await context.store.sessions(limit: 1000).filter { $0.silence < lease && !$0.isQuiet }
            var findings: [Finding] = []
            for queue in Set(sessions.flatMap(\.session.queues)).sorted(by: { $0.rawValue < $1.rawValue }) {
                guard let wait = try await context.store.stall(of: queue), wait > stall,
                    try await context.store.rules(of: queue).isEmpty
                else { continue }
                let problem =
                    "Jobs of the queue \(queue) have waited for \(Int(wait / .seconds(1))) s, and its workers run none."
                findings.append(
                    Finding(
                        "workers",
                        Diagnosis(
                            "workers_idle", problem,
                            advice: "Ask `flotilla job ID` why one of them waits, and look at the workers' logs.")))
            }
            guard findings.isEmpty else { return findings }
            return [Finding("workers", "\(sessions.count) take jobs; none leaves them waiting")]
        } catch {
            return [Finding("workers", .database(error))]
        }
    }
}

extension Diagnosis {
    fileprivate func adding(_ sentence: String) -> Diagnosis {
        Diagnosis(code, problem, advice: sentence.isEmpty ? advice : "\(advice) \(sentence)")
    }
}
