import Cron
public import Foundation
public import Jobs
import Postgres

extension ScheduleStore {
    /// nil when there is none, or it is another tenant's.
    public func schedule(_ reference: ScheduleReference, for scope: JobScope) async throws -> Schedule? {
        try await rows("select \(columns) from flotilla.schedules where \(reference.condition(scope))", scope).first.map
        {
            try Schedule(row: $0)
        }
    }

    /// In the order of their ids: the oldest first.
    /// - Parameter tenant: of all that the scope shows, those of this one.
    public func schedules(
        of tenant: UUID? = nil, after cursor: UUID?, limit: Int, for scope: JobScope
    ) async throws -> SchedulePage {
        let start: Query = cursor.map { "id > \($0)" } ?? "true"
        var owner: Query = "true"
        if let tenant { owner = ListBound.only("tenant", tenant) }
        if case .tenant(let tenant) = scope { owner = "\(owner) and \(ListBound.only("tenant", tenant))" }
        let found = try await rows(
            ListBound.page(
                of: "select \(columns) from flotilla.schedules where \(start) and \(owner) order by id",
                size: "octet_length(body::text) + octet_length(payload::text)", order: "id", limit: limit), scope)
        let schedules = try found.map { try Schedule(row: $0) }
        return SchedulePage(schedules: schedules, next: try ListBound.hasNext(found) ? schedules.last?.id : nil)
    }

    /// The latest first.
    public func occurrences(
        of schedule: Schedule, before cursor: Date?, limit: Int, for scope: JobScope
    ) async throws -> [OccurrenceRecord] {
        let end: Query = cursor.map { "occurrence < \($0)" } ?? "true"
        let found = try await rows(
            """
            select generation, occurrence, through, outcome, reason, jobs, recorded_at from flotilla.schedule_occurrences
            where schedule = \(schedule.id) and \(end) order by schedule, occurrence desc limit \(Int64(limit))
            """, scope)
        return try found.map { row in
            OccurrenceRecord(
                generation: Int(try row.decode("generation", as: Int32.self)),
                occurrence: try row.decode("occurrence", as: Date.self),
                through: try row.decode("through", as: Date?.self),
                outcome: try row.decode("outcome", as: OccurrenceRecord.Outcome.self),
                reason: try row.decode("reason", as: String?.self),
                jobs: try row.decode("jobs", as: [UUID].self).map { JobID($0) },
                recordedAt: try row.decode("recorded_at", as: Date.self))
        }
    }

    /// How late the fleet's own schedules are, by name, and all of the tenants' together. A schedule that is paused is
    /// not late.
    /// - Parameter most: names; those that are latest.
    public func lags(most: Int = 1000) async throws -> ScheduleLags {
        let late: Query = "greatest(0, extract(epoch from \(clock.now) - next_at))::float8"
        let edge: Query = "\(clock.now) - \(FiringPlan.tolerance.milliseconds) * interval '1 millisecond'"
        let answers = try await database.execute([
            """
            select name, case when paused then 0 else \(late) end as lag from flotilla.schedules
            where \(ScheduleReference.owner) = \(JobScope.everybody.owner)
            order by lag desc nulls last, name limit \(Int64(most))
            """,
            """
            select coalesce(max(\(late)), 0)::float8 as lag from flotilla.schedules
            where not paused and next_at <= \(clock.now) and tenant is not null
            """,
            "select count(*) from flotilla.schedules where not paused and next_at < \(edge)",
            """
            select count(*) from flotilla.schedule_occurrences
            where recorded_at > now() - interval '1 hour' and reason like 'refused%'
            """,
        ])
        return ScheduleLags(
            named: try answers[0].rows.map {
                (try $0.decode("name", as: String.self), try $0.decode("lag", as: Double?.self) ?? 0)
            },
            ofTenants: try answers[1].rows.first?.decode("lag", as: Double.self) ?? 0,
            overdue: Int(try answers[2].rows.first?.decode(0, as: Int64.self) ?? 0),
            refused: Int(try answers[3].rows.first?.decode(0, as: Int64.self) ?? 0))
    }

    private func rows(_ query: Query, _ scope: JobScope) async throws -> Rows {
        let answers = try await database.execute(Self.scopeEntry(scope) + [query])
        guard let answer = answers.last else { throw PostgresStoreGap() }
        return answer.rows
    }
}

/// A page of a list of schedules.
public struct SchedulePage: Sendable {
    public let schedules: [Schedule]
    /// Where the next page begins; nil when there is none. A page that holds less than was asked for may have one.
    public let next: UUID?
}

/// The database answered fewer statements than it was sent.
struct PostgresStoreGap: Error {}

/// What became of an occurrence, or of a range of them.
public struct OccurrenceRecord: Sendable {
    public enum Outcome: String, Sendable {
        /// Its jobs were enqueued.
        case run
        /// It was left out on purpose; `reason` says why.
        case skipped
        /// The schedule was fired on request, outside its times.
        case fired
    }

    public let generation: Int
    public let occurrence: Date
    /// The last of a range that was left out; nil for one.
    public let through: Date?
    public let outcome: Outcome
    /// `missed`, `paused`, `changed`, `overlap`, `unique_key`, or `refused: ` and why.
    public let reason: String?
    /// With `unique_key` the job that holds the key.
    public let jobs: [JobID]
    public let recordedAt: Date
}

/// How long due occurrences have been waiting to be fired, in seconds.
public struct ScheduleLags: Sendable {
    /// Of each of the fleet's own.
    public let named: [(name: String, lag: Double)]
    /// The largest of the tenants'.
    public let ofTenants: Double
    /// Schedules of all that are later than `FiringPlan.tolerance`.
    public let overdue: Int
    /// Occurrences of the last hour that tenants' schedules were refused: their own matter, and no lateness.
    public let refused: Int
}

extension OccurrenceRecord.Outcome: PostgresScalar {}
