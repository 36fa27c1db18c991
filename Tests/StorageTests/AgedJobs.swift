import Foundation
import Jobs
import Postgres

@testable import Storage

/// A database that has a partition of forty days ago.
struct AgedJobs: Sendable {
    static let limits = FleetRetention(succeeded: .days(30), failed: .days(90), cancelled: .days(30))

    let fixture: StorageDatabase
    /// The partitions that are not old.
    let youngTables: [String]

    var store: PostgresJobStore { fixture.store }
    var owner: Database { fixture.owner }

    static func with(_ body: @Sendable (AgedJobs) async throws -> Void) async throws {
        try await StorageDatabase.with { fixture in
            let young = try await fixture.names(tableNames)
            let aged = AgedJobs(fixture: fixture, youngTables: young)
            try await aged.makeDay(ago: 40)
            try await body(aged)
        }
    }

    private static let tableNames: Query = """
        select relname::text from pg_class where relkind = 'r' and relname ~ '^(jobs|job_attempts)_[a-z0-9_]*[0-9]$'
        order by relname
        """

    /// Of jobs and attempts, partitions or not.
    func tables() async throws -> [String] { try await fixture.names(Self.tableNames) }

    func makeDay(ago days: Int) async throws {
        let names = try await owner.query(
            """
            select to_char(day, 'YYYYMMDD') as tag, flotilla.uuid_floor(day at time zone 'utc')::text as low,
                flotilla.uuid_floor((day + interval '1 day') at time zone 'utc')::text as high
            from (select date_trunc('day', now() at time zone 'utc') - \(Int64(days)) * interval '1 day' as day) that
            """
        ).rows[0]
        let tag = try names.decode("tag", as: String.self)
        let low = try names.decode("low", as: String.self)
        let high = try names.decode("high", as: String.self)
        try await owner.withConnection {
            try await $0.script(
                """
                create table flotilla.jobs_\(tag) partition of flotilla.jobs for values from ('\(low)') to ('\(high)');
                create table flotilla.job_attempts_\(tag) partition of flotilla.job_attempts for values from ('\(low)') to ('\(high)');
                insert into job_partitions values ('jobs_\(tag)', '\(low)', '\(high)', '\(low)')
                """)
        }
    }

    /// A job with an earlier attempt.
    /// - Parameters:
    ///   - age: days since it was made.
    ///   - settled: days since it was settled.
    func job(
        _ status: String, kind: String = "test.kind", age: Double = 40, settled: Double? = nil
    ) async throws -> JobID {
        let start = Calendar.utc.startOfDay(for: Date() - age * 86_400)
        let id = JobIDMinter { start + 3600 }.mint()
        let end = Date() - (settled ?? age) * 86_400
        try await owner.query(
            """
            insert into jobs (id, tenant, kind, queue, status, priority, attempt, max_attempts, timeout_ms, created_at,
                finished_at, payload)
            values (\(id.uuid), \(Make.tenant), \(kind), 'test', 'queued', 4, 2, 3, 1000, \(end), \(end),
                '{}')
            """)
        try await owner.query(
            "update jobs set status = \(status)::job_status where id = \(id.uuid) and status::text <> \(status)")
        try await owner.query(
            "insert into job_attempts (job_id, attempt, tenant) values (\(id.uuid), 1, \(Make.tenant))")
        return id
    }

    /// Steps until nothing is to be done.
    /// - Returns: how the collections ended.
    func collect(_ limits: FleetRetention = limits, page: Int = 100) async throws -> [CollectionStep] {
        var ended: [CollectionStep] = []
        while try await store.beginCollection(limits) {
            switch try await store.makeCollectionStep(page: page) {
            case .idle, .blocked: try await Task.sleep(for: .milliseconds(20))
            case .made: break
            case .finished(let dropped, let kept): ended.append(.finished(dropped: dropped, kept: kept))
            }
        }
        return ended
    }

    func ids() async throws -> [JobID] {
        try await owner.query("select id from jobs order by id").rows.map { JobID(try $0.decode(0, as: UUID.self)) }
    }

    func open() async throws -> [JobID] {
        try await store.openJobs(after: nil, limit: 100, horizon: .days(1)).items.map(\.id)
    }

    func count(_ query: Query) async throws -> Int { try await fixture.count(query) }
}

extension Calendar {
    static var utc: Calendar {
        var calendar = Calendar(identifier: .gregorian)
        calendar.timeZone = .gmt
        return calendar
    }
}
