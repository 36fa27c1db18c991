import Cron
import Foundation
import Jobs
import Postgres

/// One transaction that fires a page of schedules.
struct FiringRound: Sendable {
    let store: ScheduleStore
    let templates: [any ScheduleTemplate]
    let minter: JobIDMinter

    /// The most occurrences that a transaction fires; the next one goes on.
    private static let mostOccurrences = 2000

    /// One schedule's part in the transaction.
    struct Part {
        let schedule: Schedule
        let plan: FiringPlan
        var works: [(occurrence: Date, work: ScheduledWork)] = []
        /// Left out because a job of an earlier one is open.
        var overlapped: [Date] = []
        /// Left out because what the tenant asked for cannot be done, in words.
        var refused: [(occurrence: Date, reason: String)] = []
    }

    /// - Parameter choice: a condition, besides being due.
    func run(_ choice: Query, limit: Int, on connection: Connection) async throws -> FiringReport {
        try await connection.transaction { try await fire(choice, limit: limit, on: connection) }
    }

    private func fire(_ choice: Query, limit: Int, on connection: Connection) async throws -> FiringReport {
        // An enqueuer that is frozen in the midst of it must not keep others from firing.
        let answers = try await connection.execute([
            "select set_config('idle_in_transaction_session_timeout', \("\(store.patience.milliseconds)"), true)",
            """
            select \(store.columns), \(store.clock.now) as fired_at, clock_timestamp() as server_time from flotilla.schedules
            where \(choice) and not paused and try_at <= \(store.clock.now)
            order by try_at limit \(Int64(limit)) for update skip locked
            """,
        ])
        guard let rows = answers.last?.rows, let first = rows.first else { return FiringReport() }
        var report = FiringReport()
        report.schedules = rows.count
        report.serverTime = try first.decode("server_time", as: Date.self)
        if let time = report.serverTime { minter.adjust(serverTime: time) }
        let now = try first.decode("fired_at", as: Date.self)
        let schedules = try rows.map { try Schedule(row: $0) }
        let busy = try await busy(schedules, on: connection)
        var parts: [Part] = []
        var count = 0
        for schedule in schedules where count < Self.mostOccurrences {
            do {
                let part = try await part(schedule, now: now, isBusy: busy.contains(schedule.id))
                count += part.plan.runs.count
                parts.append(part)
                if let refused = part.refused.last {
                    report.refused += part.refused.count
                    report.lastRefusal = FiringReport.Refusal(schedule: schedule.id, error: refused.reason)
                }
            } catch let refusal as ScheduleRefusal {
                report.refusals.append(
                    FiringReport.Refusal(schedule: schedule.id, error: refusal.description))
            }
        }
        report.jobs = try await write(parts, on: connection)
        if !report.refusals.isEmpty {
            try await connection.query(
                Self.putOff(report.refusals.map(\.schedule), report.refusals.map(\.error), store.clock))
        }
        return report
    }

    private func part(_ schedule: Schedule, now: Date, isBusy: Bool) async throws -> Part {
        let timing = try schedule.plan.timing()
        let plan = FiringPlan(
            of: timing.expression, in: timing.zone, due: schedule.nextAt ?? now, now: now,
            missed: schedule.plan.missed, limit: schedule.plan.missedLimit)
        guard let template = templates.first(where: { $0.name == schedule.plan.template }) else {
            throw ScheduleRefusal("this version does not know what a \(schedule.plan.template) is")
        }
        var part = Part(schedule: schedule, plan: plan)
        var isBusy = isBusy
        for date in plan.runs {
            if isBusy, schedule.plan.overlap == .skip {
                part.overlapped.append(date)
                continue
            }
            do {
                let work = try await template.work(for: Firing(of: schedule, at: date, minter: minter))
                part.works.append((date, work))
                isBusy = true
            } catch let refusal as ScheduleRefusal where schedule.tenant != nil {
                // The tenant's own matter: the occurrence has ended, and nothing of the fleet is late. The fleet's own
                // schedules stay due until they can be fired.
                part.refused.append((date, refusal.description))
            }
        }
        return part
    }

    /// Of the schedules that skip overlaps, those whose last occurrence has a job that is still open.
    private func busy(_ schedules: [Schedule], on connection: Connection) async throws -> Set<UUID> {
        let minding = schedules.filter { $0.plan.overlap == .skip }
        let pairs = minding.flatMap { schedule in schedule.lastJobs.map { (schedule.id, $0.uuid) } }
        guard !pairs.isEmpty else { return [] }
        let rows = try await connection.query(
            """
            select schedule from unnest(\(pairs.map(\.0)), \(pairs.map(\.1))) as last(schedule, job)
            where (select status in ('scheduled', 'queued', 'running', 'retrying') from flotilla.jobs where jobs.id = last.job)
            """
        ).rows
        return Set(try rows.map { try $0.decode(0, as: UUID.self) })
    }

    /// They come again after 5 s, then after twice as long each time, at most 5 minutes: what is due stays due.
    static func putOff(_ ids: [UUID], _ errors: [String], _ clock: ScheduleClock) -> Query {
        """
        update flotilla.schedules set error = refused.error, failures = failures + 1,
            try_at = \(clock.now) + least(300, 5 * 2 ^ least(failures, 10)) * interval '1 second'
        from unnest(\(ids), \(errors)) as refused(id, error) where schedules.id = refused.id
        """
    }
}
