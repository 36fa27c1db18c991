public import Jobs
import Postgres

extension PostgresJobStore: KindStore {
    /// Writes nothing where nothing changed: any number of processes start at once.
    public func register(_ kinds: [JobDefinition]) async throws {
        guard !kinds.isEmpty else { return }
        let definitions = kinds.sorted { $0.kind.rawValue < $1.kind.rawValue }
        _ = try await database.execute(Self.registration(definitions) + Self.limitRegistration(of: definitions))
    }

    private static func registration(_ definitions: [JobDefinition]) -> [Query] {
        [
            """
            insert into flotilla.job_kinds as known
                (kind, queue, timeout_ms, max_attempts, backoff_base_ms, backoff_cap_ms, grace_ms,
                    keep_succeeded_ms, keep_failed_ms, keep_cancelled_ms)
            select * from unnest(
                \(definitions.map(\.kind.rawValue)), \(definitions.map(\.queue.rawValue)),
                \(definitions.map { Int32(clamping: $0.timeout.milliseconds) }), \(definitions.map { Int32(clamping: $0.maxAttempts) }),
                \(definitions.map(\.backoff.base.milliseconds)), \(definitions.map(\.backoff.cap.milliseconds)),
                \(definitions.map { Int32(clamping: $0.grace.milliseconds) }),
                \(definitions.map(\.retention.succeeded?.milliseconds)), \(definitions.map(\.retention.failed?.milliseconds)),
                \(definitions.map(\.retention.cancelled?.milliseconds)))
            on conflict (kind) do update set
                queue = excluded.queue, timeout_ms = excluded.timeout_ms, max_attempts = excluded.max_attempts,
                backoff_base_ms = excluded.backoff_base_ms, backoff_cap_ms = excluded.backoff_cap_ms,
                grace_ms = excluded.grace_ms, keep_succeeded_ms = excluded.keep_succeeded_ms,
                keep_failed_ms = excluded.keep_failed_ms, keep_cancelled_ms = excluded.keep_cancelled_ms, told_at = now()
            where (known.queue, known.timeout_ms, known.max_attempts, known.backoff_base_ms, known.backoff_cap_ms,
                    known.grace_ms, known.keep_succeeded_ms, known.keep_failed_ms, known.keep_cancelled_ms)
                is distinct from (excluded.queue, excluded.timeout_ms, excluded.max_attempts, excluded.backoff_base_ms,
                    excluded.backoff_cap_ms, excluded.grace_ms, excluded.keep_succeeded_ms,
                    excluded.keep_failed_ms, excluded.keep_cancelled_ms)
            """
        ]
    }

    private static func limitRegistration(of definitions: [JobDefinition]) -> [Query] {
        var rules: [LimitRule.Target: (queue: QueueName, running: Int?, rate: StartRate?)] = [:]
        for definition in definitions {
            for limit in definition.limits {
                let target = LimitRule.Target(limit.scope, kind: definition.kind)
                let before = rules[target]
                rules[target] = (definition.queue, limit.running ?? before?.running, limit.rate ?? before?.rate)
            }
        }
        let rows = rules.map { (target: $0.key, rule: $0.value) }
            .sorted { ($0.target.name, $0.target.scope.rawValue) < ($1.target.name, $1.target.scope.rawValue) }
        return [
            """
            delete from flotilla.kind_limits old
            where kind = any(\(definitions.map(\.kind.rawValue))) and not exists (
                select from unnest(
                    \(rows.map(\.rule.queue.rawValue)), \(rows.map(\.target.scope.rawValue)), \(rows.map(\.target.name))
                ) as new(queue, scope, kind)
                where (new.queue, new.scope, new.kind) = (old.queue, old.scope, old.kind))
            """,
            """
            insert into flotilla.kind_limits as known (queue, scope, kind, max_running, rate, burst)
            select * from unnest(
                \(rows.map(\.rule.queue.rawValue)), \(rows.map(\.target.scope.rawValue)), \(rows.map(\.target.name)),
                \(rows.map { $0.rule.running.map { Int32(clamping: $0) } }), \(rows.map(\.rule.rate?.perSecond)),
                \(rows.map { $0.rule.rate.map { Int32(clamping: $0.burst) } }))
            on conflict (queue, scope, kind) do update set
                max_running = excluded.max_running, rate = excluded.rate, burst = excluded.burst
            where (known.max_running, known.rate, known.burst)
                is distinct from (excluded.max_running, excluded.rate, excluded.burst)
            """,
        ]
    }

    public func knownKinds() async throws -> [JobDefinition] {
        let rows = try await database.query(
            """
            select kind, queue, timeout_ms, max_attempts, backoff_base_ms, backoff_cap_ms, grace_ms,
                keep_succeeded_ms, keep_failed_ms, keep_cancelled_ms
            from flotilla.job_kinds order by kind
            """
        ).rows
        return try rows.map { row in
            JobDefinition(
                kind: JobKind(rawValue: try row.decode("kind", as: String.self)),
                queue: QueueName(rawValue: try row.decode("queue", as: String.self)),
                timeout: .milliseconds(Int(try row.decode("timeout_ms", as: Int32.self))),
                maxAttempts: Int(try row.decode("max_attempts", as: Int32.self)),
                backoff: Backoff(
                    base: .milliseconds(try row.decode("backoff_base_ms", as: Int64.self)),
                    cap: .milliseconds(try row.decode("backoff_cap_ms", as: Int64.self))),
                grace: .milliseconds(Int(try row.decode("grace_ms", as: Int32.self))),
                retention: JobRetention(
                    succeeded: try row.decode("keep_succeeded_ms", as: Int64?.self).map { .milliseconds($0) },
                    failed: try row.decode("keep_failed_ms", as: Int64?.self).map { .milliseconds($0) },
                    cancelled: try row.decode("keep_cancelled_ms", as: Int64?.self).map { .milliseconds($0) }))
        }
    }
}

extension LimitRule.Target {
    fileprivate var name: String { kind?.rawValue ?? "" }
}
