import Assembly
import Fleet
import Foundation
import Jobs
import Operations
import Storage

/// What the commands work with: the servers that the environment names, or those of a fleet that `./run` started.
struct CommandContext {
    let configuration: CommonConfiguration
    let connections: Connections
    let retention: RetentionConfiguration
    let jwtSecret: Secret?

    var store: PostgresJobStore { connections.store }

    /// - Parameter callDeadline: how long an answer of the database may take; nil for as long as a statement may.
    init(_ settings: [String], callDeadline: Duration? = nil) throws {
        let environment = Self.environment()
        var reader = ConfigurationReader(environment: environment, arguments: settings, known: Domains.variables)
        configuration = CommonConfiguration(&reader)
        retention = RetentionConfiguration(&reader)
        jwtSecret = reader.optionalSecret(.jwtSecret, minimumBytes: 32)
        try reader.finish()
        connections = try Connections(
            databaseURL: configuration.databaseURL, name: "cli", shared: 1, callDeadline: callDeadline)
    }

    /// For a command that lists: a look of `--watch` ends even when a server does not answer.
    init(listing arguments: CommandArguments) throws {
        try self.init(arguments.settings, callDeadline: arguments.has("watch") ? .seconds(10) : nil)
    }

    /// Why an open job is not done, and how far it says that it is; nothing of a settled one.
    func look(at job: JobRecord) async throws -> (why: JobDiagnosis?, progress: JobProgress?) {
        guard !job.status.isSettled else { return (nil, nil) }
        try await ServerClock.shared.measure { try await store.serverTime() }
        let (redis, broker) = try Connections.broker(redisURL: configuration.redisURL, name: "cli")
        defer { redis.close() }
        let why = try await JobExplainer(
            store: store, broker: broker, lease: configuration.lease, redisLimit: .seconds(1)
        ) { await broker.trouble(of: $0) }.why(job)
        let place = (id: job.id, after: JobStreamPosition(attempt: job.attempt))
        // A dispatcher that does not answer is in the reason already.
        let page = try? await broker.read([place], in: job.queue, limit: 0, within: .seconds(1)).first ?? nil
        return (why, page.flatMap { $0.attempt == job.attempt ? $0.progress : nil })
    }

    /// The process's environment; what it leaves open is filled from `$FLOTILLA_DIR/env` when that is there.
    static func environment() -> [String: String] {
        let own = CurrentProcess.environment
        let directory = own["FLOTILLA_DIR"] ?? ".flotilla"
        // What a file holds is not set beside it.
        // The API's address is what the pages of the dashboard begin with.
        var names = Set(
            ["API_URL"] + ["DATABASE_URL", "REDIS_URL", "JWT_SECRET"].filter { own["\($0)_FILE"]?.isEmpty != false })
        // The demonstration's cloud is used only where the environment sets nothing of AWS.
        if !own.keys.contains(where: { $0.hasPrefix("AWS_") }) {
            names.formUnion(["AWS_ENDPOINT_URL", "AWS_REGION", "AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"])
        }
        var merged: [String: String] = [:]
        for file in ["env", "secrets"] {
            guard let text = try? String(contentsOfFile: "\(directory)/\(file)", encoding: .utf8) else { continue }
            for line in text.split(whereSeparator: \.isNewline) {
                let parts = line.split(separator: "=", maxSplits: 1).map(String.init)
                guard parts.count == 2, names.contains(parts[0]) else { continue }
                merged[parts[0]] = parts[1].trimmingCharacters(in: CharacterSet(charactersIn: "'\""))
            }
        }
        return merged.merging(own) { _, own in own }
    }
}
