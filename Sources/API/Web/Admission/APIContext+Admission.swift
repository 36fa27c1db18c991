import Foundation
import Jobs
import Postgres

extension APIContext {
    /// Commits jobs, if there is room for all of them, and has the dispatcher told.
    /// - Parameter commit: answers, for jobs that were not inserted, which job holds their unique key.
    /// - Throws: `Problem` when a queue or a tenant has as many open jobs as it may.
    func admitting(
        _ jobs: [NewJob], operators: UUID? = nil, _ commit: @Sendable () async throws -> [JobID: JobID]
    ) async throws -> [JobID: JobID] {
        try await backlog.admit(jobs, operators: operators)
        let existing: [JobID: JobID]
        do {
            existing = try await retryUntilKnown(commit)
        } catch {
            backlog.withdraw(jobs)
            throw error
        }
        let new = jobs.filter { existing[$0.id] == nil }
        backlog.withdraw(jobs.filter { existing[$0.id] != nil })
        backlog.committed(new)
        metrics.count(new)
        // What is due later than the dispatcher looks, or waits for others, stays in the database alone.
        let near = new.filter { !$0.waits && $0.offer.isNear }
        offers.push(near.map(\.offer))
        let nearIDs = Set(near.map(\.id))
        backlog.putOff(new.filter { !nearIDs.contains($0.id) })
        return existing
    }
}
