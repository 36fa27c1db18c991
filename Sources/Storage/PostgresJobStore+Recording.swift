public import Foundation
public import Postgres

extension PostgresJobStore {
    /// Runs statements of a tenant's own tables, and keeps an answer that is made of what they gave, in one transaction.
    /// - Parameter answer: the value to return, and what to keep under the caller's idempotency key, if anything.
    /// - Throws: `AnsweredAlready` when there is an answer under that key: nothing is changed then.
    public func recording<Value: Sendable>(
        _ rows: [Query], of tenant: UUID, _ answer: ([Rows]) throws -> (Value, RecordedAnswer?)
    ) async throws -> Value {
        try await database.withConnection { connection in
            try await connection.query("begin")
            let results = try await connection.execute([.enter(tenant: tenant)] + rows)
            let (value, recorded) = try answer(results.dropFirst().map(\.rows))
            if let recorded {
                do {
                    try await connection.execute([.enterDispatcher, recorded.insertion])
                } catch let error as PostgresError where error.constraint == RecordedAnswer.constraint {
                    throw AnsweredAlready()
                }
            }
            try await connection.query("commit")
            return value
        }
    }
}
