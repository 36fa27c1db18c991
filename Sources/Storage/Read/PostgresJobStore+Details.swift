import Foundation
public import Jobs
import Postgres

extension PostgresJobStore {
    /// The jobs of each side that `related` gives.
    public static let mostRelated = 100

    /// nil when there is no such job, or it is another tenant's. Run as the dispatcher, who sees workers.
    public func details(of id: JobID, for scope: JobScope) async throws -> JobDetails? {
        let rows = try await database.query(
            """
            select \(ClaimedColumn.boundedPayload) as payload, job.checkpoint, job.trace_parent, job.request_id, job.unique_key, job.limit_key,
                job.expires_at, session.id as session, session.worker, session.host
            from flotilla.jobs job left join flotilla.worker_sessions session on session.id = job.session
            where job.id = \(id.uuid) and \(scope.tenantCondition(of: "job"))
            """
        ).rows
        return try rows.first.map { row in
            let session = try row.decode("session", as: UUID?.self)
            return JobDetails(
                payload: try row.decode("payload", as: JSONText?.self)?.bytes ?? Array("null".utf8),
                checkpoint: try row.decode("checkpoint", as: JSONText?.self)?.bytes,
                traceParent: try row.decode("trace_parent"), requestID: try row.decode("request_id"),
                uniqueKey: try row.decode("unique_key"), limitKey: try row.decode("limit_key"),
                expiresAt: try row.decode("expires_at"),
                worker: try session.map {
                    JobDetails.Worker(session: $0, name: try row.decode("worker"), host: try row.decode("host"))
                })
        }
    }

    /// The jobs that a job follows, and those that follow it, in the order of their ids.
    /// - Returns: of each at most one more than `mostRelated`.
    public func related(
        to id: JobID, for scope: JobScope
    ) async throws -> (follows: [RelatedJob], followedBy: [RelatedJob]) {
        func jobs(_ other: Query, of one: Query) -> Query {
            """
            select link.\(other) as id, link.outcome::text as outcome, job.kind, job.status::text as status
            from (
                select \(other), outcome from flotilla.job_dependencies where \(one) = \(id.uuid)
                order by \(other) limit \(Int64(Self.mostRelated) + 1)
            ) link left join lateral (
                select kind, status from flotilla.jobs where id = link.\(other) limit 1
            ) job on true order by 1
            """
        }
        let answers = try await read([jobs("parent", of: "child"), jobs("child", of: "parent")], for: scope)
        return (try answers[0].map { try RelatedJob(row: $0) }, try answers[1].map { try RelatedJob(row: $0) })
    }
}

extension RelatedJob {
    fileprivate init(row: Row) throws {
        self.init(
            id: JobID(try row.decode("id", as: UUID.self)),
            kind: try row.decode("kind", as: String?.self).map(JobKind.init(rawValue:)),
            status: try row.decode("status"), outcome: try row.decode("outcome"))
    }
}
