public import Foundation
public import Jobs
import Postgres

/// By what activity is grouped.
public enum ActivityGrouping: String, Sendable, CaseIterable {
    case queue
    case kind
}

/// What happened within a stretch of time.
public struct ActivityRow: Sendable {
    /// Of the queue or the kind; nil for all together.
    public let name: String?
    /// Where the stretch begins.
    public let at: Date
    public let count: ActivityCount
}

extension PostgresJobStore {
    /// What happened in a time, in stretches that begin at `from` and every `step` after it; in those that are missing nothing
    /// did. Stretches of whole hours that begin with an hour are read by the hour, others by the minute, which are kept for
    /// two days.
    /// - Parameters:
    ///   - hasDurations: whether waits and runs are read: that takes several times as long as all else.
    ///   - limit: rows at most.
    public func activity(
        from: Date, to: Date, step: Duration, by grouping: ActivityGrouping?, hasDurations: Bool, limit: Int
    ) async throws -> [ActivityRow] {
        let name: Query =
            switch grouping {
            case .queue: "queue"
            case .kind: "kind"
            case nil: "null::text"
            }
        let durations: Query =
            hasDurations
            ? ", \(Self.total(of: "wait_histogram")) as wait, \(Self.total(of: "run_histogram")) as run" : ""
        let isHourly = step >= .seconds(3600) && from.timeIntervalSince1970.truncatingRemainder(dividingBy: 3600) == 0
        let rows = try await database.query(
            """
            select \(name) as name, date_bin(\(step.milliseconds) * interval '1 millisecond', minute, \(from)) as at,
                sum(enqueued)::bigint as enqueued, sum(started)::bigint as started, sum(succeeded)::bigint as succeeded,
                sum(retried)::bigint as retried, sum(failed)::bigint as failed, sum(cancelled)::bigint as cancelled
                \(durations)
            from (\(isHourly ? Self.hours(from: from, to: to) : Self.minutes(from: from, to: to))) item
            group by 1, 2 order by 1, 2 limit \(Int64(limit))
            """
        ).rows
        return try rows.map { row in
            var count = ActivityCount()
            count.enqueued = Int(try row.decode("enqueued", as: Int64.self))
            count.started = Int(try row.decode("started", as: Int64.self))
            count.succeeded = Int(try row.decode("succeeded", as: Int64.self))
            count.retried = Int(try row.decode("retried", as: Int64.self))
            count.failed = Int(try row.decode("failed", as: Int64.self))
            count.cancelled = Int(try row.decode("cancelled", as: Int64.self))
            if hasDurations {
                count.wait = try Self.histogram(row, "wait")
                count.run = try Self.histogram(row, "run")
            }
            return ActivityRow(
                name: try row.decode("name", as: String?.self), at: try row.decode("at", as: Date.self), count: count)
        }
    }

    private static let activityColumns: Query =
        "queue, kind, enqueued, started, succeeded, retried, failed, cancelled, wait_histogram, run_histogram"

    private static func minutes(from: Date, to: Date) -> Query {
        "select minute, \(activityColumns) from flotilla.activity where minute >= \(from) and minute < \(to)"
    }

    /// The hours that were merged, and the minutes after them.
    private static func hours(from: Date, to: Date) -> Query {
        let edge: Query = "(select merged_to from flotilla.activity_cursor)"
        return """
            select hour as minute, \(activityColumns) from flotilla.activity_hours
            where hour >= \(from) and hour < \(to) and hour < \(edge)
            union all
            select minute, \(activityColumns) from flotilla.activity
            where minute >= \(from) and minute < \(to) and minute >= \(edge)
            """
    }

    /// Bucket by bucket: PostgreSQL adds up no arrays.
    private static func total(of column: String) -> Query {
        let sums = (1...DurationHistogram.bucketCount).map { "sum(\(column)[\($0)])" }
        return Query(unescaped: "array[\(sums.joined(separator: ", "))]::bigint[]")
    }

    private static func histogram(_ row: Row, _ column: String) throws -> DurationHistogram {
        DurationHistogram(buckets: try row.decode(column, as: [Int64].self).map { Int($0) }) ?? DurationHistogram()
    }

    /// The queues and kinds that operators paused.
    public func pauses() async throws -> (queues: Set<QueueName>, kinds: [QueueName: [JobKind]]) {
        let rows = try await database.query(
            "select queue, scope, kind from flotilla.limits where paused and scope in ('queue', 'kind') order by queue, kind"
        ).rows
        var queues: Set<QueueName> = []
        var kinds: [QueueName: [JobKind]] = [:]
        for row in rows {
            let queue = QueueName(rawValue: try row.decode("queue", as: String.self))
            if try row.decode("scope", as: String.self) == "queue" {
                queues.insert(queue)
            } else {
                kinds[queue, default: []].append(JobKind(rawValue: try row.decode("kind", as: String.self)))
            }
        }
        return (queues, kinds)
    }

    /// Whether jobs lie in the default partition, since the clock of a machine was wrong or no partition was made.
    public func hasStrays() async throws -> Bool {
        let row = try await database.query("select exists (select from flotilla.jobs_default)").rows.first
        return try row?.decode(0, as: Bool.self) ?? false
    }
}
