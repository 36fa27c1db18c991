import Foundation
import Jobs
import Postgres

/// What a settling statement demands of its rows, and writes of what a claim would have written.
struct SettledRuns {
    /// Further lists, in the order of the claims.
    let lists: [(name: String, values: Query)]
    /// Whether the run that `job` is in, or was never claimed for, is the one that is settled.
    let areCurrent: Query
    /// To follow other assignments.
    let assignments: Query

    /// - Parameters:
    ///   - settlements: in the order of their ids.
    ///   - session: that began all of them without a claim; nil of claimed ones.
    init(_ settlements: [Settlement], _ list: ClaimList, begunBy session: WorkerSession.ID?) {
        let isClaimed: Query = "job.token = \(list.value(of: "tokens")) and job.status = 'running'"
        guard let session else {
            (lists, areCurrent, assignments) = ([], isClaimed, "")
            return
        }
        let starts = settlements.map { $0.start?.time ?? .distantPast }
        lists = [("starts", "\(starts)")]
        // The claim may have been written meanwhile.
        areCurrent = "(\(PostgresJobStore.isUnclaimed) or \(isClaimed))"
        assignments = """
            , attempt = 1, token = \(list.value(of: "tokens")), session = \(session),
                started_at = coalesce(job.started_at, \(list.value(of: "starts")))
            """
    }
}
