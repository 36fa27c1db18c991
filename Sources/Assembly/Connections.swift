public import Broker
import Foundation
public import Jobs
public import Operations
public import Postgres
public import Reactor
public import Redis
public import Storage

/// The connections of one process, made from its configuration: here, and nowhere else, drivers meet the ports.
public struct Connections: Sendable {
    public let database: Database
    public let store: PostgresJobStore
    public let loop: EventLoop

    /// - Parameters:
    ///   - name: shown by `pg_stat_activity`.
    ///   - shared: connections that all callers share; three keep three commits under way at once.
    ///   - callDeadline: how long somebody waits for an answer; nil where nobody does.
    public init(databaseURL: Secret, name: String, shared: Int, callDeadline: Duration? = nil) throws {
        database = try Self.database(url: databaseURL, name: name, shared: shared, callDeadline: callDeadline)
        store = PostgresJobStore(database: database)
        loop = EventLoop(name: "process")
    }

    public static func database(
        url: Secret, name: String, shared: Int = 1, callDeadline: Duration? = nil, statementLimit: Duration? = nil
    ) throws -> Database {
        var database = DatabaseConfiguration(url: url.reveal())
        database.applicationName = "flotilla-\(name)"
        database.sharedConnections = shared
        database.callDeadline = callDeadline
        if let statementLimit { database.statementTimeout = statementLimit }
        // Answers of a shared connection come in turn: who waits for a row that others hold keeps the next ones waiting.
        database.lockTimeout = callDeadline.map { $0 / 4 }
        database.sessionSetup = sessionSetup
        return try Database(database)
    }

    /// What every connection says of itself before it serves.
    package static var sessionSetup: [Query] {
        [
            // A user called like the schema of our functions would otherwise look there first.
            "set search_path = public", "set role flotilla_dispatcher",
            // Batches name a few rows of big tables: by index, in the order of ids, however big the tables were when
            // the statement was planned. Without sequential scans at any price a plan looks dear, and is not compiled.
            "set enable_seqscan = off", "set enable_bitmapscan = off", "set enable_hashjoin = off",
            "set enable_mergejoin = off", "set enable_material = off", "set jit = off",
            "set plan_cache_mode = force_generic_plan",
        ]
    }

    /// The dispatcher; a process that needs none does not connect to one.
    /// - Parameter limits: for whoever takes jobs.
    public static func broker(
        redisURL: Secret, name: String, limits: (any LimitStore)? = nil
    ) throws -> (redis: RedisClient, broker: RedisBroker) {
        var redis = try RedisConfiguration(url: redisURL.reveal())
        redis.clientName = "flotilla-\(name)"
        let client = RedisClient(redis)
        return (client, RedisBroker(redis: client, limits: limits))
    }
}

extension CommonConfiguration {
    public func logger(_ label: String) -> Logger {
        Logger.standardError(label: label, level: logLevel, format: logFormat)
    }
}
