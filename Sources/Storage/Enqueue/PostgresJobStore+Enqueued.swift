import Foundation
public import Jobs
import Postgres

extension PostgresJobStore {
    public func enqueued(limit: Int) async throws -> [JobID] {
        let rows = try await database.query("select id from flotilla.enqueued order by id limit \(Int64(limit))").rows
        return try rows.map { JobID(try $0.decode(0, as: UUID.self)) }
    }

    public func forget(enqueued ids: [JobID]) async throws {
        _ = try await database.query("delete from flotilla.enqueued where id = any(\(ids.map(\.uuid)))")
    }
}
