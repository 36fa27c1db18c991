import FleetTestSupport
import Foundation
import Postgres
import TestSupport

/// What became of every job of a drill, by the rows.
struct Verdict: CustomStringConvertible {
    var accepted = 0
    var rows = 0
    var statuses: [String: Int] = [:]
    /// Accepted, and there is no row.
    var withoutRow = 0
    /// Succeeded, of a kind that writes an effect, and there is none.
    var withoutEffect = 0
    /// With more than one effect.
    var doubled = 0
    /// How attempts ended, the last ones and the earlier ones.
    var ends: [String: Int] = [:]

    var succeeded: Int { statuses["succeeded"] ?? 0 }
    /// Accepted and not done: no row, no effect, or still open.
    var lost: Int { withoutRow + withoutEffect + open }
    var open: Int { statuses.filter { !["succeeded", "failed", "cancelled"].contains($0.key) }.values.reduce(0, +) }
    /// Dead letters: every job of a drill could have succeeded.
    var blamed: Int { statuses["failed"] ?? 0 }

    var description: String {
        let odd = ends.filter { $0.key != "succeeded" }.sorted { $0.key < $1.key }.map { "\($0.value) \($0.key)" }
        return "\(accepted) accepted, \(rows) rows, \(succeeded) succeeded, \(lost) lost, \(doubled) doubled, "
            + "\(blamed) blamed; other ends of attempts: \(odd.isEmpty ? "none" : odd.joined(separator: ", "))"
    }
}

extension Drill {
    func verdict() async throws -> Verdict {
        var verdict = Verdict()
        let accepted = accepted
        verdict.accepted = accepted.count
        let rows = try await fleet.database.query("select id, status::text from jobs").rows
        verdict.rows = rows.count
        var ids: Set<UUID> = []
        for row in rows {
            ids.insert(try row.decode(0, as: UUID.self))
            verdict.statuses[try row.decode(1, as: String.self), default: 0] += 1
        }
        verdict.withoutRow = accepted.subtracting(ids).count
        verdict.withoutEffect = try await fleet.count(
            """
            select count(*) from jobs job where kind in ('bench.noop', 'bench.sleep') and status = 'succeeded'
                and not exists (select from bench_effects where job_id = job.id)
            """)
        verdict.doubled = try await fleet.count(
            """
            select count(*) from (select job_id from bench_effects group by job_id having count(*) > 1) twice
            """)
        let ends = try await fleet.database.query(
            """
            select ended, count(*) from (
                select attempt_end as ended from jobs union all select ended from job_attempts) attempt
            where ended is not null group by ended
            """
        ).rows
        for row in ends { verdict.ends[try row.decode(0, as: String.self)] = Int(try row.decode(1, as: Int64.self)) }
        return verdict
    }

    /// Waits until no job is open, at most `limit`.
    /// - Returns: how long that took.
    @discardableResult
    func drained(within limit: Duration) async throws -> Duration {
        let start = ContinuousClock.now
        _ = try await eventually(within: limit) {
            // A server that restarts answers when it can.
            let open = try? await fleet.count(
                "select count(*) from jobs where status not in ('succeeded', 'failed', 'cancelled')")
            if let open, open > 0 { try await Task.sleep(for: .milliseconds(100)) }
            return open == 0
        }
        return start.duration(to: .now)
    }
}
