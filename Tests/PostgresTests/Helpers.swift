import Foundation
import PostgresTestSupport
import Testing

@testable import Postgres

extension Configure {
    static let oneConnection = with { $0.sharedConnections = 1 }
}

struct NeverHappened: Error {}

/// Asks until the answer is true: waits for what the server shows, 20 s at most.
func eventually(_ database: Database, _ condition: Query) async throws {
    let limit = ContinuousClock.now + .seconds(20)
    while ContinuousClock.now < limit {
        if try await database.query(condition).rows.first?.decode(0, as: Bool.self) == true { return }
    }
    throw NeverHappened()
}

/// The `PostgresError` that a call fails with.
func postgresError<Value>(_ body: () async throws -> Value) async throws -> PostgresError {
    do {
        _ = try await body()
    } catch let error as PostgresError {
        return error
    }
    throw NeverHappened()
}

extension Database {
    /// One value of one row.
    func value<Value: PostgresDecodable>(_ query: Query, as type: Value.Type = Value.self) async throws -> Value {
        try #require(try await self.query(query).rows.first).decode(0)
    }
}

extension Pool {
    /// Units on shared connections that were sent and are not answered.
    var unitsUnderWay: Int { shared.reduce(0) { $0 + $1.pipeline.count } }

    var sharedCount: Int { shared.count }
}

/// Waits until so many units are under way, 20 s at most.
func eventuallySent(_ database: Database, _ count: Int) async throws {
    let limit = ContinuousClock.now + .seconds(20)
    while await database.pool.unitsUnderWay != count {
        guard ContinuousClock.now < limit else { throw NeverHappened() }
        await Task.yield()
    }
}
