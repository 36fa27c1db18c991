import Foundation
public import Jobs
import Postgres

extension PostgresJobStore {
    /// What operators set in a queue, in a fixed order.
    public func rules(of queue: QueueName) async throws -> [LimitRule] {
        let rows = try await database.query(
            """
            select scope, kind, subject, max_running, rate, burst, weight, paused from flotilla.limits
            where queue = \(queue.rawValue) order by array_position('{queue,kind,tenant,key}', scope), kind, subject
            """
        ).rows
        return try rows.map { try LimitRule(row: $0) }
    }

    /// What programs declared for their kinds in a queue.
    public func declaredRules(of queue: QueueName) async throws -> [LimitRule] {
        let rows = try await database.query(
            """
            select scope, kind, '' as subject, max_running, rate, burst, null::double precision as weight,
                null::boolean as paused
            from flotilla.kind_limits where queue = \(queue.rawValue) order by kind, scope
            """
        ).rows
        return try rows.map { try LimitRule(row: $0) }
    }

    /// Changes rules all at once.
    /// - Parameters:
    ///   - dropping: kinds whose operators' rules are all removed; what their programs declared is left.
    ///   - answer: kept under the caller's idempotency key; throws `AnsweredAlready` when there is one.
    public func change(
        _ changes: [LimitChange], dropping kinds: [JobKind] = [], in queue: QueueName,
        recording answer: IdempotencyRecord? = nil
    ) async throws {
        var unit: [Query] = []
        if !kinds.isEmpty {
            unit.append(
                "delete from flotilla.limits where queue = \(queue.rawValue) and kind = any(\(kinds.map(\.rawValue)))")
        }
        let ordered = changes.filter { !$0.isEmpty }.sorted { $0.target.order < $1.target.order }
        unit += ordered.map { Self.change($0, in: queue) }
        unit.append(
            """
            delete from flotilla.limits where queue = \(queue.rawValue) and max_running is null and rate is null
                and weight is null and paused is null
            """)
        if let answer { unit.append(answer.insertion) }
        _ = try await executeUnit(unit)
    }

    private static func change(_ change: LimitChange, in queue: QueueName) -> Query {
        let (target, rate) = (change.target, change.rate ?? nil)
        return """
            insert into flotilla.limits as own (queue, scope, kind, subject, max_running, rate, burst, weight, paused)
            values (\(queue.rawValue), \(target.scope.rawValue), \(target.kind?.rawValue ?? ""),
                \(target.subject ?? ""), \((change.running ?? nil).map { Int32(clamping: $0) }), \(rate?.perSecond),
                \((rate?.burst).map { Int32(clamping: $0) }), \(change.weight ?? nil), \(change.isPaused ?? nil))
            on conflict (queue, scope, kind, subject) do update set
                max_running = case when \(change.running != nil) then excluded.max_running else own.max_running end,
                rate = case when \(change.rate != nil) then excluded.rate else own.rate end,
                burst = case when \(change.rate != nil) then excluded.burst else own.burst end,
                weight = case when \(change.weight != nil) then excluded.weight else own.weight end,
                paused = case when \(change.isPaused != nil) then excluded.paused else own.paused end,
                changed_at = now()
            """
    }

    /// The oldest job that is ready in a queue, by when it could have run, among the first rows that are not known to be
    /// settled.
    public func oldestReady(in queue: QueueName) async throws -> Date? {
        let range = OpenRange("job.id, job.status, job.run_at, job.queue, job.created_at", after: nil, limit: 10_000)
        return try await database.query(
            """
            select min(greatest(job.created_at, job.run_at)) from (\(range.rows)) job
            where job.queue = \(queue.rawValue) and \(Self.mayRun)
            """
        ).rows.first?.decode(0, as: Date?.self)
    }

    /// For how long a queue's jobs have waited while none of them runs, among the same rows; nil when none waits.
    public func stall(of queue: QueueName) async throws -> Duration? {
        let range = OpenRange(
            "job.id, job.status, job.run_at, job.queue, job.created_at", after: nil, limit: 10_000)
        let seconds = try await database.query(
            """
            select extract(epoch from clock_timestamp() - min(greatest(job.created_at, job.run_at))
                filter (where \(Self.mayRun)))::float8
            from (\(range.rows)) job where job.queue = \(queue.rawValue)
            having count(*) filter (where job.status = 'running') = 0
            """
        ).rows.first?.decode(0, as: Double?.self)
        return seconds.flatMap { $0 }.map { .seconds($0) }
    }
}

extension LimitRule.Target {
    /// Rows are locked in one order.
    fileprivate var order: String { "\(scope.rawValue) \(kind?.rawValue ?? "") \(subject ?? "")" }
}
