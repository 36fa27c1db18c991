import Foundation
public import Jobs
import Postgres

extension PostgresJobStore {
    public func save(_ checkpoints: [Checkpoint]) async throws -> Set<Claim> {
        guard let list = ClaimList(checkpoints.map(\.claim)) else { return [] }
        let states = checkpoints.sorted { $0.claim.id < $1.claim.id }.map { JSONText($0.state) }
        let rows = try await database.query(
            """
            with \(list.lists([("states", "\(states)")]))
            update flotilla.jobs job set checkpoint = \(list.value(of: "states"))
            where \(list.names) and job.token = \(list.value(of: "tokens")) and job.status = 'running'
            returning job.id
            """
        ).rows
        let saved = Set(try rows.map { JobID(try $0.decode(0, as: UUID.self)) })
        return Set(checkpoints.map(\.claim).filter { !saved.contains($0.id) })
    }
}
