import Assembly
import Fleet
import Cron
import Foundation
import Jobs
import Operations
import Postgres
import PostgresTestSupport
import Storage
import Testing

/// A fresh database with every table, and schedules by a clock that the test sets.
struct ScheduleDatabase: Sendable {
    static let clock = "(select at from simulated_clock)"

    let url: String
    /// Runs as the dispatcher, set up as in every process.
    let database: Database
    /// Runs as the owner, whom no row-level security holds back.
    let owner: Database
    let store: ScheduleStore
    let minter = JobIDMinter()

    var jobs: PostgresJobStore { PostgresJobStore(database: database) }
    var templates: [any ScheduleTemplate] { [JobTemplate(store: jobs)] }

    /// - Parameter start: what the clock shows at first.
    static func with<Value: Sendable>(
        at start: String = "2026-01-01T00:00:00Z", _ body: @Sendable (ScheduleDatabase) async throws -> Value
    ) async throws -> Value {
        try await TestDatabases.shared.withDatabase(preparedBy: { _ = try await Migrations.apply(to: $0) }) {
            try await with(migrated: $0, at: start, body)
        }
    }

    static func with<Value: Sendable>(
        migrated url: String, at start: String, _ body: @Sendable (ScheduleDatabase) async throws -> Value
    ) async throws -> Value {
        var configuration = DatabaseConfiguration(url: url)
        configuration.sessionSetup = ["set search_path = public, flotilla"]
        let owner = try Database(configuration)
        let database = try Connections.database(url: Secret(url), name: "test", shared: 4)
        let fixture = ScheduleDatabase(
            url: url, database: database, owner: owner,
            store: ScheduleStore(database: database, clock: .simulated(by: clock)))
        return try await owner.closed {
            try await database.closed {
                try await fixture.prepare(start)
                return try await body(fixture)
            }
        }
    }

    /// From now on each insertion of a schedule takes 100 ms, so that concurrent ones overlap before either commits.
    func makeInsertionsSlow() async throws {
        try await owner.withConnection {
            try await $0.script(
                """
                create function slow() returns trigger language plpgsql as
                    $$ begin perform pg_sleep(0.1); return new; end $$;
                create trigger slow before insert on schedules for each row execute function slow();
                """)
        }
    }

    private func prepare(_ start: String) async throws {
        try await owner.query("create table simulated_clock (at timestamptz not null)")
        try await owner.query("grant select on simulated_clock to flotilla_dispatcher, flotilla_tenant")
        try await owner.query("insert into simulated_clock values (\(try Date(start, strategy: .iso8601)))")
        try await owner.query(
            """
            insert into job_kinds (kind, queue, timeout_ms, max_attempts, backoff_base_ms, backoff_cap_ms, grace_ms)
            values ('test.kind', 'test', 30000, 3, 1000, 5000, 1000)
            """)
    }

    func set(_ time: String) async throws { try await set(Date(time, strategy: .iso8601)) }

    func set(_ time: Date) async throws { try await owner.query("update simulated_clock set at = \(time)") }

    static func plan(
        _ cron: String, _ zone: String = "UTC", missed: MissedPolicy = .once, limit: Int = 100,
        overlap: OverlapPolicy = .allow, kind: JobKind = "test.kind", uniqueKey: String? = nil
    ) throws -> SchedulePlan {
        var body = JobTemplate.Body(kind: kind)
        body.uniqueKey = uniqueKey
        return SchedulePlan(
            cron: cron, timeZone: zone, body: try body.encoded(), missed: missed, missedLimit: limit, overlap: overlap)
    }

    @discardableResult
    func add(_ name: String, _ plan: SchedulePlan, for scope: JobScope = .everybody) async throws -> UUID {
        let id = UUID()
        try await store.create(id, named: name, plan, for: scope)
        return id
    }

    @discardableResult
    func fire() async throws -> FiringReport { try await store.fireDue(templates, minter: minter) }

    func schedule(_ name: String) async throws -> Schedule {
        try #require(try await store.schedule(.name(name), for: .everybody))
    }

    /// What became of a schedule's occurrences, the earliest first: the outcome, its reason, the first and the last.
    func history(_ name: String) async throws -> [String] {
        let records = try await store.occurrences(
            of: try await schedule(name), before: nil, limit: 10_000, for: .everybody)
        return records.reversed().map { record in
            let words: [String?] = [
                record.outcome.rawValue, record.reason, record.occurrence.formatted(.iso8601),
                record.through?.formatted(.iso8601),
            ]
            return words.compactMap(\.self).joined(separator: " ")
        }
    }

    func count(_ query: Query) async throws -> Int {
        Int(try await owner.query(query).rows[0].decode(0, as: Int64.self))
    }

    var jobCount: Int { get async throws { try await count("select count(*) from jobs") } }
}

/// What a test does where a template makes jobs.
struct TemplateStub: ScheduleTemplate {
    let name: String
    let body: @Sendable (Firing) async throws -> ScheduledWork

    func work(for firing: Firing) async throws -> ScheduledWork { try await body(firing) }
}
