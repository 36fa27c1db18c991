import Foundation
import PostgresTestSupport
import Testing

@testable import Postgres

/// A generator that can be repeated: its seed is printed when a test fails.
struct SeededGenerator: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) {
        state = seed
    }

    /// SplitMix64.
    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }

    /// `FLOTILLA_TEST_SEED`, or a new one.
    static func seed() -> UInt64 {
        ProcessInfo.processInfo.environment["FLOTILLA_TEST_SEED"].flatMap { UInt64($0) } ?? .random(in: 0...UInt64.max)
    }
}

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
