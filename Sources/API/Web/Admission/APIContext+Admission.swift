import Foundation
import Jobs
import HTTPServer
import Postgres
import Storage

extension APIContext {
    /// Accepts jobs, or none of them: admits them, commits them with the answer for a repetition, and offers them.
    /// - Parameters:
    ///   - operators: as in `AdmissionControl.admit`.
    ///   - answer: says what was accepted, given which job holds the unique key of one that was not inserted. It is asked
    ///     before the commit too, where none is known.
    ///   - commit: inserts jobs and record; answers, for jobs that were not inserted, which job holds their unique key.
    /// - Throws: `Problem` when a queue or a tenant has as many open jobs as it may.
    func accepting(
        _ jobs: [NewJob], operators: UUID? = nil, for call: Call,
        answer: (_ existing: [JobID: JobID]) async throws -> HTTPResponse,
        commit: @Sendable (_ recorded: IdempotencyRecord?) async throws -> [JobID: JobID]
    ) async throws -> HTTPResponse {
        try await recording(try await answer([:]), for: call) { recorded in
            let existing = try await admitting(jobs, operators: operators) { try await commit(recorded) }
            return existing.isEmpty ? nil : try await answer(existing)
        }
    }

    /// Commits jobs, if there is room for all of them, and offers them to the dispatcher.
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
