import Cron
public import Foundation
public import Jobs
import Postgres

extension ScheduleStore {
    /// The schedules that a tenant may have, and the fleet.
    public static let mostOfTenant = 50
    public static let mostOfFleet = 10_000

    /// Keeps a new schedule; its first occurrence is the next one from now. Doing it twice with the same id changes
    /// nothing.
    /// - Parameters:
    ///   - scope: whose it is: the tenant's, or the fleet's own.
    ///   - answer: kept under the caller's idempotency key; throws `AnsweredAlready` when there is one.
    /// - Throws: `ScheduleNameTaken`, `TooManySchedules`, `ScheduleRefusal`, `PostgresError`.
    public func create(
        _ id: UUID, named name: String, _ plan: SchedulePlan, paused: Bool = false, for scope: JobScope,
        by user: UUID? = nil, declaration: String? = nil, recording answer: IdempotencyRecord? = nil
    ) async throws {
        let timing = try plan.timing()
        var tenant: UUID?
        if case .tenant(let own) = scope { tenant = own }
        try await translateRefusals(scope) { connection in
            // One at a time, so that the bound is one.
            _ = try await connection.query(
                "select pg_advisory_xact_lock(hashtextextended(\(scope.owner.uuidString), 6))")
            let counted = try await connection.query(
                """
                select count(*), coalesce(bool_or(id = \(id)), false) from flotilla.schedules
                where \(ScheduleReference.owner) = \(scope.owner)
                """
            ).rows.first
            if try counted?.decode(1, as: Bool.self) == true { return }
            let most = tenant == nil ? Self.mostOfFleet : Self.mostOfTenant
            if try counted?.decode(0, as: Int64.self) ?? 0 >= most { throw TooManySchedules(limit: most) }
            let next = timing.next(after: try await time(on: connection))
            _ = try await connection.query(
                """
                insert into flotilla.schedules (id, tenant, name, cron, time_zone, template, body, payload, missed,
                    missed_limit, overlap, paused, next_at, try_at, declaration, created_by)
                values (\(id), \(tenant), \(name), \(plan.cron), \(plan.timeZone), \(plan.template),
                    \(JSONText(plan.body)), \(JSONText(plan.payload)), \(plan.missed.rawValue),
                    \(Int32(clamping: plan.missedLimit)), \(plan.overlap.rawValue), \(paused), \(next), \(next),
                    \(declaration), \(user))
                """)
            if let answer { _ = try await connection.execute([.enterDispatcher, answer.insertion]) }
        }
    }

    /// Changes what a schedule is. When that changes its times, a new generation begins: what was due by the old ones
    /// and was not fired is recorded as left out, and nothing that lies behind is due by the new ones.
    /// - Parameter change: is given the schedule as it is, and answers its name and plan as they shall be.
    /// - Returns: the schedule afterwards; nil when there is none.
    public func update(
        _ reference: ScheduleReference, for scope: JobScope, declaration: String? = nil,
        _ change: @Sendable (Schedule) async throws -> (name: String, plan: SchedulePlan)
    ) async throws -> Schedule? {
        try await translateRefusals(scope) { connection in
            guard let old = try await locked(reference, scope, on: connection) else { return nil }
            let (name, plan) = try await change(old)
            let timing = try plan.timing()
            let isNew = plan.cron != old.plan.cron || plan.timeZone != old.plan.timeZone
            let now = try await time(on: connection)
            var (generation, next) = (old.generation, old.nextAt)
            if isNew {
                // What occurred last occurs no second time, even if the clock was set back.
                next = timing.next(after: max(now, old.lastAt ?? now))
                generation += 1
                try await leaveOut(old, until: now, because: "changed", on: connection)
            }
            return try await connection.query(
                """
                update flotilla.schedules set name = \(name), cron = \(plan.cron), time_zone = \(plan.timeZone),
                    template = \(plan.template), body = \(JSONText(plan.body)), payload = \(JSONText(plan.payload)),
                    missed = \(plan.missed.rawValue), missed_limit = \(Int32(clamping: plan.missedLimit)),
                    overlap = \(plan.overlap.rawValue), generation = \(Int32(clamping: generation)),
                    next_at = \(next), try_at = \(next), error = null, failures = 0,
                    declaration = coalesce(\(declaration), declaration), updated_at = now()
                where id = \(old.id) returning \(columns)
                """
            ).rows.first.map { try Schedule(row: $0) }
        }
    }

    /// Pauses a schedule or lets it go on. What would have occurred meanwhile is recorded as left out.
    /// - Parameter answer: of the schedule afterwards, kept under the caller's idempotency key.
    /// - Returns: the schedule afterwards; nil when there is none.
    /// - Throws: `AnsweredAlready` when there is an answer under that key; `PostgresError`.
    public func setPaused(
        _ isPaused: Bool, _ reference: ScheduleReference, for scope: JobScope,
        recording answer: @Sendable (Schedule) -> IdempotencyRecord? = { _ in nil }
    ) async throws -> Schedule? {
        try await translateRefusals(scope) { connection in
            guard let old = try await locked(reference, scope, on: connection) else { return nil }
            let changed = try await setPaused(isPaused, old, on: connection)
            if let answer = changed.flatMap(answer) {
                _ = try await connection.execute([.enterDispatcher, answer.insertion])
            }
            return changed
        }
    }

    private func setPaused(_ isPaused: Bool, _ old: Schedule, on connection: Connection) async throws -> Schedule? {
        guard old.isPaused != isPaused else { return old }
        var next = old.nextAt
        if !isPaused {
            let now = try await time(on: connection)
            next = try old.plan.timing().next(after: max(now, old.lastAt ?? now))
            try await leaveOut(old, until: now, because: "paused", on: connection)
        }
        return try await connection.query(
            """
            update flotilla.schedules set paused = \(isPaused), next_at = \(next), try_at = \(next), error = null,
                failures = 0, updated_at = now()
            where id = \(old.id) returning \(columns)
            """
        ).rows.first.map { try Schedule(row: $0) }
    }

    /// Forgets a schedule and its occurrences; jobs that it made stay.
    /// - Returns: whether there was one.
    public func remove(_ reference: ScheduleReference, for scope: JobScope) async throws -> Bool {
        let removed = try await database.execute(
            Self.scopeEntry(scope) + ["delete from flotilla.schedules where \(reference.condition(scope)) returning id"]
        )
        return removed.last?.rows.isEmpty == false
    }

    /// Forgets what became of occurrences long ago.
    /// - Returns: how many rows; as many as `limit` when there may be more.
    public func forgetOccurrences(olderThan age: Duration = .seconds(30 * 86_400), limit: Int = 5000) async throws
        -> Int
    {
        let rows = try await database.query(
            """
            with old as materialized (
                select schedule, generation, occurrence from flotilla.schedule_occurrences
                where recorded_at < now() - \(age.milliseconds) * interval '1 millisecond'
                order by recorded_at limit \(Int64(limit))
            )
            delete from flotilla.schedule_occurrences gone using old
            where gone.schedule = old.schedule and gone.generation = old.generation
                and gone.occurrence = old.occurrence
            returning 1
            """
        ).rows
        return rows.count
    }

    // MARK: Small parts

    /// One transaction with the rights of the scope.
    private func translateRefusals<Value: Sendable>(
        _ scope: JobScope, _ body: (Connection) async throws -> Value
    ) async throws -> Value {
        do {
            return try await database.withConnection { connection in
                try await connection.transaction {
                    for statement in Self.scopeEntry(scope) { try await connection.query(statement) }
                    return try await body(connection)
                }
            }
        } catch let error as PostgresError where error.constraint == "schedules_name" {
            throw ScheduleNameTaken()
        } catch let error as PostgresError where error.constraint == IdempotencyRecord.constraint {
            throw AnsweredAlready()
        }
    }

    private func locked(
        _ reference: ScheduleReference, _ scope: JobScope, on connection: Connection
    ) async throws -> Schedule? {
        try await connection.query(
            "select \(columns) from flotilla.schedules where \(reference.condition(scope)) for update"
        ).rows.first.map { try Schedule(row: $0) }
    }

    /// Records what is due and will not be fired as one row.
    private func leaveOut(
        _ schedule: Schedule, until now: Date, because reason: String, on connection: Connection
    ) async throws {
        guard let first = schedule.nextAt, first <= now else { return }
        let last = (try? schedule.plan.timing()).flatMap { $0.expression.last(after: first, upTo: now, in: $0.zone) }
        _ = try await connection.query(
            """
            insert into flotilla.schedule_occurrences (schedule, generation, occurrence, tenant, through, outcome, reason)
            values (\(schedule.id), \(Int32(clamping: schedule.generation)), \(first), \(schedule.tenant), \(last),
                'skipped', \(reason))
            on conflict do nothing
            """)
    }
}

/// Another schedule has the name.
public struct ScheduleNameTaken: Error {}

/// There are as many as there may be.
public struct TooManySchedules: Error {
    public let limit: Int
}
