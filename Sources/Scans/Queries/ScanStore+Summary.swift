public import Foundation
import Postgres
import Storage

/// The findings of a tenant that are not closed, counted.
public struct FindingSummary: Sendable {
    public let rules: [Count]
    /// Findings that were looked at, the latest.
    public let examined: Int
    /// Whether these are all.
    public let isComplete: Bool

    /// Of one rule.
    public struct Count: Sendable {
        public let rule: String
        public let severity: String
        /// Wrong now, and not accepted.
        public let open: Int
        /// Wrong now, and accepted with a reason.
        public let muted: Int
        /// Since when the oldest of them is.
        public let oldestOpenedAt: Date
    }
}

extension ScanStore {
    /// Looks at `ListBound.rows` findings at most.
    public func findingSummary(of tenant: UUID) async throws -> FindingSummary {
        let rows = try await query(
            """
            select rule, severity, count(*) filter (where muted_at is null) as open,
                count(*) filter (where muted_at is not null) as muted, min(opened_at) as oldest
            from (
                select rule, severity, muted_at, opened_at from flotilla.findings
                where \(ListBound.only("account", tenant)) and closed_at is null order by id desc \(ListBound.limit)
            ) finding group by rule, severity order by rule
            """, of: tenant)
        let counts = try rows.map { row in
            FindingSummary.Count(
                rule: try row.decode("rule"), severity: try row.decode("severity"),
                open: Int(try row.decode("open", as: Int64.self)), muted: Int(try row.decode("muted", as: Int64.self)),
                oldestOpenedAt: try row.decode("oldest"))
        }
        let examined = counts.reduce(0) { $0 + $1.open + $1.muted }
        return FindingSummary(rules: counts, examined: examined, isComplete: examined < Int(ListBound.rows))
    }
}
