import Foundation
public import Jobs
import Postgres

/// One transaction, beside the road of the jobs: no job waits for it, and it waits for no commit to reach the disk.
extension PostgresJobStore: ActivityStore {
    /// Error groups that a kind may have; what comes beyond is one group of it.
    private static let mostGroups = 500

    public func add(_ activity: ActivityCounts.Contents) async throws {
        guard !activity.isEmpty else { return }
        var unit: [Query] = ["select set_config('synchronous_commit', 'off', true)"]
        if !activity.counts.isEmpty { unit.append(Self.addition(of: activity.counts)) }
        if !activity.errors.isEmpty { unit.append(Self.addition(of: activity.errors)) }
        _ = try await database.execute(unit)
    }

    /// Rows in one order, so that processes which add to the same ones wait for each other and never both.
    private static func addition(of counts: [ActivityCounts.Key: ActivityCount]) -> Query {
        let items = Array(counts)
        func column(_ value: (ActivityCount) -> Int) -> [Int64] { items.map { Int64(value($0.value)) } }
        return """
            insert into flotilla.activity as known (minute, queue, kind, started, succeeded, retried, failed, cancelled,
                wait_histogram, run_histogram)
            select minute, queue, kind, started, succeeded, retried, failed, cancelled, wait::integer[], run::integer[]
            from unnest(\(items.map(\.key.minute)), \(items.map(\.key.queue.rawValue)), \(items.map(\.key.kind.rawValue)),
                \(column(\.started)), \(column(\.succeeded)), \(column(\.retried)), \(column(\.failed)),
                \(column(\.cancelled)), \(items.map { Self.literal(of: $0.value.wait) }),
                \(items.map { Self.literal(of: $0.value.run) })
            ) as item(minute, queue, kind, started, succeeded, retried, failed, cancelled, wait, run)
            order by minute, queue, kind
            on conflict (minute, queue, kind) do update set started = known.started + excluded.started,
                succeeded = known.succeeded + excluded.succeeded, retried = known.retried + excluded.retried,
                failed = known.failed + excluded.failed, cancelled = known.cancelled + excluded.cancelled,
                wait_histogram = \(sum(of: "wait_histogram")), run_histogram = \(sum(of: "run_histogram"))
            """
    }

    private static func literal(of histogram: DurationHistogram) -> String {
        "{\(histogram.buckets.map { String(Int32(clamping: $0)) }.joined(separator: ","))}"
    }

    private static func sum(of column: String) -> Query {
        let places = (1...DurationHistogram.bucketCount).map { "known.\(column)[\($0)] + excluded.\(column)[\($0)]" }
        return Query(unescaped: "array[\(places.joined(separator: ", "))]")
    }

    private static func addition(of errors: [ErrorGroup.Key: ErrorGroup]) -> Query {
        let items = Array(errors)
        return """
            insert into flotilla.error_groups as known
                (kind, code, message, attempts, failed, first_seen_at, last_seen_at, sample_job)
            select kind, bounded.code, bounded.message, sum(attempts), sum(failed), min(first_seen_at), max(last_seen_at),
                (array_agg(sample order by last_seen_at desc))[1]
            from unnest(\(items.map(\.key.kind.rawValue)), \(items.map(\.key.code)), \(items.map(\.key.message)),
                \(items.map { Int64($0.value.attempts) }), \(items.map { Int64($0.value.failed) }),
                \(items.map(\.value.firstSeenAt)), \(items.map(\.value.lastSeenAt)), \(items.map(\.value.sample.uuid))
            ) as item(kind, code, message, attempts, failed, first_seen_at, last_seen_at, sample)
            cross join lateral (
                select exists (
                        select from flotilla.error_groups same
                        where same.kind = item.kind and same.code = item.code and same.message = item.message
                    ) or (
                        select count(*) from (
                            select from flotilla.error_groups other where other.kind = item.kind limit \(Int64(mostGroups))
                        ) others
                    ) < \(Int64(mostGroups)) as has_room
            ) room
            cross join lateral (
                select case when has_room then item.code else 'other' end as code,
                    case when has_room then item.message else '' end as message
            ) bounded
            group by kind, bounded.code, bounded.message order by kind, bounded.code, bounded.message
            on conflict (kind, code, message) do update set attempts = known.attempts + excluded.attempts,
                failed = known.failed + excluded.failed,
                last_seen_at = greatest(known.last_seen_at, excluded.last_seen_at), sample_job = excluded.sample_job
            """
    }

    /// Counts what was enqueued since the last call.
    /// - Returns: whether there is more to count now.
    public func countEnqueued() async throws -> Bool {
        let row = try await database.query("select flotilla.count_enqueued()").rows.first
        return try row?.decode(0, as: Bool.self) ?? false
    }

    /// Makes days ahead, merges and drops old ones.
    public func tidyActivity() async throws {
        _ = try await database.query("select flotilla.tidy_activity()")
    }
}
