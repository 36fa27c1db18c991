import Foundation
public import Jobs
import Postgres

/// What makes two errors one group.
public enum ErrorGrouping: String, Sendable, CaseIterable {
    case kind
    case errorCode = "error_code"
    case message
}

/// Error groups, those together that do not differ in what was asked for.
public struct ErrorGroupRow: Sendable {
    /// nil for what was not asked for.
    public let kind: JobKind?
    public let code: String?
    public let message: String?
    public let group: ErrorGroup
}

extension PostgresJobStore {
    /// The one that was seen last first.
    /// - Parameter age: of the last attempt that failed, at most.
    public func errorGroups(
        by grouping: Set<ErrorGrouping>, seenWithin age: Duration? = nil, limit: Int
    ) async throws -> [ErrorGroupRow] {
        func column(_ name: ErrorGrouping, _ column: Query) -> Query {
            grouping.contains(name) ? column : "null::text"
        }
        let recent: Query =
            age.map { "last_seen_at > now() - \($0.milliseconds) * interval '1 millisecond'" } ?? "true"
        let rows = try await database.query(
            """
            select \(column(.kind, "kind")) as kind, \(column(.errorCode, "code")) as code,
                \(column(.message, "message")) as message, sum(attempts)::bigint as attempts, sum(failed)::bigint as failed,
                min(first_seen_at) as first_seen_at, max(last_seen_at) as last_seen_at,
                (array_agg(sample_job order by last_seen_at desc))[1] as sample_job
            from flotilla.error_groups where \(recent)
            group by 1, 2, 3 order by max(last_seen_at) desc, 1, 2, 3 limit \(Int64(limit))
            """
        ).rows
        return try rows.map { row in
            ErrorGroupRow(
                kind: try row.decode("kind", as: String?.self).map { JobKind(rawValue: $0) },
                code: try row.decode("code", as: String?.self), message: try row.decode("message", as: String?.self),
                group: ErrorGroup(
                    attempts: Int(try row.decode("attempts", as: Int64.self)),
                    failed: Int(try row.decode("failed", as: Int64.self)),
                    firstSeenAt: try row.decode("first_seen_at", as: Date.self),
                    lastSeenAt: try row.decode("last_seen_at", as: Date.self),
                    sample: JobID(try row.decode("sample_job", as: UUID.self))))
        }
    }
}
