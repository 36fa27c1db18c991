public import Foundation
public import Jobs
import Postgres

/// Where a job stands: the part that changes while a client watches it.
public struct JobState: Sendable, Hashable {
    public let status: JobStatus
    public let attempt: Int
    public let runAt: Date?
    public let startedAt: Date?

    public init(status: JobStatus, attempt: Int, runAt: Date?, startedAt: Date?) {
        self.status = status
        self.attempt = attempt
        self.runAt = runAt
        self.startedAt = startedAt
    }

    public init(_ job: JobRecord) {
        self.init(status: job.status, attempt: job.attempt, runAt: job.runAt, startedAt: job.startedAt)
    }
}

extension PostgresJobStore {
    /// Ids in one statement.
    private static let statesPerQuery = 1000

    /// Where these jobs stand; those that are not there any more are missing.
    public func states(of ids: [JobID]) async throws -> [JobID: JobState] {
        var states: [JobID: JobState] = [:]
        for start in stride(from: 0, to: ids.count, by: Self.statesPerQuery) {
            guard let list = IDList(Array(ids[start..<min(start + Self.statesPerQuery, ids.count)])) else { break }
            let rows = try await database.query(
                "select id, status::text as status, attempt, run_at, started_at from flotilla.jobs where \(list.contains("id"))"
            ).rows
            for row in rows {
                states[JobID(try row.decode("id", as: UUID.self))] = JobState(
                    status: try row.decode("status", as: JobStatus.self),
                    attempt: Int(try row.decode("attempt", as: Int32.self)),
                    runAt: try row.decode("run_at", as: Date?.self),
                    startedAt: try row.decode("started_at", as: Date?.self))
            }
        }
        return states
    }
}
