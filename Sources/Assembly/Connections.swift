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
    ///   - callDeadline: how long a caller waits for an answer; nil where none does.
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
        let opened = try Database(database)
        url.onChange { [weak opened] in try opened?.renew(url: $0) }
        return opened
    }

    /// Our own statements qualify every name. This is for a program's own tables: by default (`"$user", public`) a user
    /// with the name of our schema would look for them in it.
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
            // Rows are read, and so locked, in the order of ids; a bitmap scan reads in that of pages.
            "set enable_bitmapscan = off",
            // Nested loops over an index for a few ids; other joins would read a whole side first.
            "set enable_hashjoin = off", "set enable_mergejoin = off", "set enable_material = off",
            // With scans disabled a plan's cost looks high, and compiling it would take longer than running it.
            "set jit = off",
            // Planned once a connection: planning for each call's values takes longer than running.
            "set plan_cache_mode = force_generic_plan",
        ]
    }

    /// The dispatcher; a process that needs none does not connect to one.
    /// - Parameter limits: needed by processes that take jobs.
    public static func broker(
        redisURL: Secret, name: String, limits: (any LimitStore)? = nil
    ) throws -> (redis: RedisClient, broker: RedisBroker) {
        let read: @Sendable (String) throws -> RedisConfiguration = { url in
            var redis = try RedisConfiguration(url: url)
            redis.clientName = "flotilla-\(name)"
            return redis
        }
        let client = RedisClient(try read(redisURL.reveal()))
        redisURL.onChange { [weak client] in client?.renew(try read($0)) }
        return (client, RedisBroker(redis: client, limits: limits))
    }
}

extension CommonConfiguration {
    public func logger(_ label: String) -> Logger {
        Logger.standardError(label: label, level: logLevel, format: logFormat)
    }
}
