import Foundation
public import Jobs
import Postgres

extension PostgresJobStore {
    public func unclaimed(_ claims: [Claim], for session: WorkerSession.ID) async throws -> [ClaimedJob] {
        guard let statement = Self.unclaimedStatement(claims) else { return [] }
        let tokens = Dictionary(claims.map { ($0.id, $0.token) }) { first, _ in first }
        return try await database.query(statement).rows.compactMap {
            try ClaimedJob(row: $0, tokens: tokens, session: session)
        }
    }

    /// Its rows have the columns of a claim, the id first.
    package static func unclaimedStatement(_ claims: [Claim]) -> Query? {
        IDList(claims.map(\.id)).map { list in
            """
            select \(ClaimedColumn.unclaimedList) from flotilla.jobs job where \(list.contains("job.id")) and \(isUnclaimed)
            """
        }
    }

    /// Whether `job` is queued and was never claimed. After a claim its attempt is no longer 0, and an operator who queues a
    /// cancelled one again leaves a token in it.
    static let isUnclaimed: Query = "job.status = 'queued' and job.attempt = 0 and job.token is null"
}
