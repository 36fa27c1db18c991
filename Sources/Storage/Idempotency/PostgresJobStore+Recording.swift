public import Foundation
public import Postgres

extension PostgresJobStore {
    /// Runs statements, and keeps an answer that is made of what they gave, in one transaction.
    /// - Parameters:
    ///   - tenant: whose rights the statements have; nil for the dispatcher's.
    ///   - answer: the value to return, and what to keep under the caller's idempotency key, if anything.
    /// - Throws: `AnsweredAlready` when there is an answer under that key: nothing is changed then.
    public func recording<Value: Sendable>(
        _ rows: [Query], of tenant: UUID?, _ answer: ([Rows]) throws -> (Value, IdempotencyRecord?)
    ) async throws -> Value {
        try await database.withConnection { connection in
            try await connection.transaction {
                let entry = tenant.map { [Query.enter(tenant: $0)] } ?? []
                let results = try await connection.execute(entry + rows)
                let (value, recorded) = try answer(results.dropFirst(entry.count).map(\.rows))
                if let recorded {
                    do {
                        try await connection.execute([.enterDispatcher, recorded.insertion])
                    } catch let error as PostgresError where error.constraint == IdempotencyRecord.constraint {
                        throw AnsweredAlready()
                    }
                }
                return value
            }
        }
    }
}
