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
    /// For jobs alone: its planner serves statements that name a few rows of big tables.
    public let database: Database
    public let store: PostgresJobStore
    /// For everything else; no connection is opened before the first statement.
    public let domains: TenantDatabase
    public let loop: EventLoop

    /// - Parameters:
    ///   - name: shown by `pg_stat_activity`.
    ///   - shared: connections that all callers share; three keep three commits under way at once.
    ///   - domainConnections: as many for domains.
    ///   - callDeadline: how long somebody waits for an answer; nil where nobody does.
    public init(
        databaseURL: Secret, name: String, shared: Int, domainConnections: Int = 1, callDeadline: Duration? = nil
    ) throws {
        database = try Self.database(url: databaseURL, name: name, shared: shared, callDeadline: callDeadline)
        store = PostgresJobStore(database: database)
        domains = try Self.domains(
            url: databaseURL, name: name, shared: domainConnections, callDeadline: callDeadline)
        loop = EventLoop(name: "process")
    }

    /// Connections for jobs.
    public static func database(
        url: Secret, name: String, shared: Int = 1, callDeadline: Duration? = nil, statementLimit: Duration? = nil
    ) throws -> Database {
        try open(url, name, shared, callDeadline, statementLimit, setUp: sessionSetup)
    }

    /// Connections for domains, with PostgreSQL's planner as it is: their statements read lists, join and sum up, and
    /// depend on how many rows there are.
    public static func domains(
        url: Secret, name: String, shared: Int = 1, callDeadline: Duration? = nil, statementLimit: Duration? = nil
    ) throws -> TenantDatabase {
        // Who names no tenant sees nothing.
        let setUp: [Query] = [searchPath, rowSecurity, "set role flotilla_tenant"]
        return TenantDatabase(try open(url, "\(name)-domains", shared, callDeadline, statementLimit, setUp: setUp))
    }

    private static func open(
        _ url: Secret, _ name: String, _ shared: Int, _ callDeadline: Duration?, _ statementLimit: Duration?,
        setUp: [Query]
    ) throws -> Database {
        var database = DatabaseConfiguration(url: url.reveal())
        database.applicationName = "flotilla-\(name)"
        database.sharedConnections = shared
        database.callDeadline = callDeadline
        if let statementLimit { database.statementTimeout = statementLimit }
        // Answers of a shared connection come in turn: who waits for a row that others hold keeps the next ones waiting.
        // Given up before the statement is: then the error says that it was a lock, and not the statement's own work.
        database.lockTimeout = [callDeadline.map { $0 / 4 }, statementLimit.map { $0 * 3 / 4 }].compactMap { $0 }.min()
        database.sessionSetup = setUp
        return try Database(database)
    }

    /// Our statements name the schema of what they mean. This is for those of a program with tables of its own, which a
    /// user called like our schema would otherwise look for there.
    private static let searchPath: Query = "set search_path = public"

    /// Where it is off for the database or the login, each statement on a tenant's table is an error.
    private static let rowSecurity: Query = "set row_security = on"

    /// What every connection for jobs says of itself before it serves. A batch names a few rows of big tables by their ids,
    /// and has to cost the same whatever the tables held when the statement was planned.
    package static var sessionSetup: [Query] {
        [
            searchPath, rowSecurity, "set role flotilla_dispatcher",
            // Not a table of which the planner saw that it was small: the partition of a day that has just begun.
            "set enable_seqscan = off",
            // Row by row in the order of ids, in which rows are locked; a bitmap reads pages in theirs.
            "set enable_bitmapscan = off",
            // Loops over an index for a few ids; a hash or a merge would read a whole side first.
            "set enable_hashjoin = off", "set enable_mergejoin = off", "set enable_material = off",
            // Without sequential scans at any price a plan looks dear, and would be compiled for longer than it runs.
            "set jit = off",
            // Planned once a connection: a plan for the values of each call costs more than it runs.
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
