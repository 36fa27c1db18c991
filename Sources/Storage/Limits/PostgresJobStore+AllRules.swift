public import Foundation
public import Jobs
import Postgres

/// A rule of a queue, and who set it.
public struct SetRule: Sendable {
    public enum Origin: String, Sendable, Codable, CaseIterable {
        /// By a person, over HTTP or with the admin command.
        case `operator`
        /// Declared with its kind.
        case program
    }

    public let queue: QueueName
    public let rule: LimitRule
    public let origin: Origin
    /// nil for what a program declared.
    public let changedAt: Date?

    /// Where a page ends.
    public var place: [String] {
        [
            queue.rawValue, rule.target.scope.rawValue, rule.target.kind?.rawValue ?? "", rule.target.subject ?? "",
            origin.rawValue,
        ]
    }
}

/// How a tenant is served in a queue now.
public struct TenantShare: Sendable {
    public let tenant: UUID
    public let ready: Int
    public let running: Int
    /// 1 unless an operator set another.
    public let weight: Double
}

extension PostgresJobStore {
    /// Open jobs that are looked at for shares: some 100 ms.
    public static let mostShared = 20_000

    /// The rules of all queues, in the order of their names.
    /// - Parameter place: of the last one already read.
    public func rules(after place: [String]?, limit: Int) async throws -> [SetRule] {
        var (start, startOfDeclared): (Query, Query) = ("true", "true")
        if let place, place.count == 5 {
            let last: Query = "(\(place[0]), \(place[1]), \(place[2]), \(place[3]))"
            start = "(queue, scope, kind, subject) > \(last)"
            // Of two rules of one target the operator's comes first.
            let isOperators = place[4] == SetRule.Origin.operator.rawValue
            startOfDeclared = isOperators ? "(queue, scope, kind, '') >= \(last)" : "(queue, scope, kind, '') > \(last)"
        }
        let rows = try await database.query(
            """
            select * from (
                (select queue, scope, kind, subject, max_running, rate, burst, weight, paused, changed_at,
                    'operator' as set_by from flotilla.limits
                where \(start) order by queue, scope, kind, subject limit \(Int64(limit)))
                union all
                (select queue, scope, kind, '', max_running, rate, burst, null, null, null, 'program'
                from flotilla.kind_limits
                where \(startOfDeclared) order by queue, scope, kind limit \(Int64(limit)))
            ) rule order by queue, scope, kind, subject, set_by limit \(Int64(limit))
            """
        ).rows
        return try rows.map { row in
            SetRule(
                queue: QueueName(rawValue: try row.decode("queue", as: String.self)), rule: try LimitRule(row: row),
                origin: try row.decode("set_by", as: String.self) == "operator" ? .operator : .program,
                changedAt: try row.decode("changed_at"))
        }
    }

    /// The tenants that have open jobs in a queue, among the oldest that may be open; those with the most first.
    /// - Returns: and how many jobs were looked at, of all queues.
    public func shares(of queue: QueueName, limit: Int) async throws -> (shares: [TenantShare], examined: Int) {
        let range = OpenRange(
            "job.id, job.status, job.run_at, job.queue, job.tenant", after: nil, limit: Self.mostShared)
        let rows = try await database.query(
            """
            with page as materialized (\(range.rows)),
            counted as (
                select job.tenant, count(*) filter (where job.status = 'running') as running,
                    count(*) filter (where \(Self.mayRun)) as ready
                from page job where job.queue = \(queue.rawValue) group by job.tenant
            )
            select counted.tenant, ready, running, coalesce(rule.weight, 1) as weight,
                (select count(*) from page) as examined
            from counted left join flotilla.limits rule on rule.queue = \(queue.rawValue) and rule.scope = 'tenant'
                and rule.kind = '' and rule.subject = counted.tenant::text
            where ready + running > 0
            order by ready + running desc, counted.tenant limit \(Int64(limit))
            """
        ).rows
        let shares = try rows.map { row in
            TenantShare(
                tenant: try row.decode("tenant"), ready: Int(try row.decode("ready", as: Int64.self)),
                running: Int(try row.decode("running", as: Int64.self)), weight: try row.decode("weight"))
        }
        return (shares, Int(try rows.first?.decode("examined", as: Int64.self) ?? 0))
    }
}
