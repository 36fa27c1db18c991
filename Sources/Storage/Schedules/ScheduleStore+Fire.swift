import Cron
public import Foundation
public import Jobs
import Postgres

extension ScheduleStore {
    /// How long until the next schedule is due, by PostgreSQL's clock; nil when none ever is.
    public func untilNext() async throws -> Duration? {
        let rows = try await database.query(
            """
            select extract(epoch from try_at - \(clock.now))::float8 from flotilla.schedules
            where not paused and try_at is not null order by try_at limit 1
            """
        ).rows
        return try rows.first.map { .seconds(try $0.decode(0, as: Double.self)) }
    }

    /// Fires what is due, a page of schedules in one transaction: each occurrence's row, its jobs and rows, and the
    /// schedule's next time commit together. Any number of processes may call it at once: a schedule that another one is
    /// firing is skipped.
    ///
    /// A schedule that the database refuses is found by firing those of the page one by one; it is put off, and the
    /// others go on.
    /// - Parameter templates: who makes the jobs.
    public func fireDue(
        _ templates: [any ScheduleTemplate], minter: JobIDMinter, page: Int = 200
    ) async throws -> FiringReport {
        let round = FiringRound(store: self, templates: templates, minter: minter)
        return try await database.withConnection { connection in
            do {
                return try await round.run("true", limit: page, on: connection)
            } catch let error as PostgresError where error.sqlState != nil && !error.isRetryable {
                _ = try await connection.query("rollback")
                return try await oneByOne(round, page, on: connection)
            }
        }
    }

    private func oneByOne(
        _ round: FiringRound, _ page: Int, on connection: Connection
    ) async throws -> FiringReport {
        let rows = try await connection.query(
            """
            select id from flotilla.schedules where not paused and try_at <= \(clock.now) order by try_at limit \(Int64(page))
            """
        ).rows
        var report = FiringReport()
        for row in rows {
            let id = try row.decode(0, as: UUID.self)
            do {
                report.add(try await round.run("id = \(id)", limit: 1, on: connection))
            } catch let error as PostgresError where error.sqlState != nil && !error.isRetryable {
                _ = try await connection.query("rollback")
                // The tenant reads this text; the log has the database's.
                let words = "What it was to write was refused. The enqueuer's log says why, under the schedule's id."
                _ = try await connection.query(FiringRound.putOff([id], [words], clock))
                report.refusals.append(FiringReport.Refusal(schedule: id, error: "\(error)"))
            }
        }
        return report
    }

    /// What a schedule makes beside its times: now, also while it is paused. `fireNow` commits it.
    /// - Throws: `ScheduleRefusal` when it cannot be.
    public func firing(
        of schedule: Schedule, by templates: [any ScheduleTemplate], minter: JobIDMinter
    ) async throws -> (time: Date, work: ScheduledWork) {
        guard let template = templates.first(where: { $0.name == schedule.plan.template }) else {
            throw ScheduleRefusal("this version does not know what it fires")
        }
        let now = try await time()
        return (now, try await template.work(for: Firing(of: schedule, at: now, minter: minter)))
    }

    /// Fires a schedule beside its times.
    /// - Returns: for jobs whose unique key an open job holds, that job's id; those were not inserted.
    public func fireNow(
        _ schedule: Schedule, at time: Date, _ work: ScheduledWork, recording answer: IdempotencyRecord? = nil
    ) async throws -> [JobID: JobID] {
        let ids = work.jobs.map(\.id.uuid)
        var unit = work.rowStatements
        if let answer { unit.append(answer.insertion) }
        unit.append(
            """
            insert into flotilla.schedule_occurrences (schedule, generation, occurrence, tenant, outcome, jobs)
            select id, generation, \(time), tenant, 'fired', \(ids) from flotilla.schedules where id = \(schedule.id)
            on conflict do nothing
            """)
        unit.append("update flotilla.schedules set last_jobs = \(ids) where id = \(schedule.id)")
        unit.append(
            """
            select flotilla.note_action('schedule.fired', 'schedule', \(schedule.id.uuidString.lowercased()),
                \(schedule.tenant), null, jsonb_build_object('name', \(schedule.name)::text, 'jobs', \(ids)::uuid[]))
            """)
        let insertion = JobInsertion(work.jobs)
        unit += insertion.statements()
        return try insertion.holders(try await jobs.executeUnit(unit).last)
    }
}

/// What a round did.
public struct FiringReport: Sendable {
    public struct Refusal: Sendable {
        public let schedule: UUID
        public let error: String
    }

    /// Jobs that were enqueued and of which the dispatcher should hear.
    public internal(set) var jobs: [NewJob] = []
    /// Schedules that were looked at.
    public internal(set) var schedules = 0
    public internal(set) var refusals: [Refusal] = []
    /// Occurrences of tenants' schedules that ended because what was asked for cannot be done.
    public internal(set) var refused = 0
    public internal(set) var lastRefusal: Refusal?
    /// PostgreSQL's own time, for ids.
    public internal(set) var serverTime: Date?

    public init() {}

    mutating func add(_ other: FiringReport) {
        jobs += other.jobs
        schedules += other.schedules
        refusals += other.refusals
        refused += other.refused
        lastRefusal = other.lastRefusal ?? lastRefusal
        serverTime = other.serverTime ?? serverTime
    }
}
