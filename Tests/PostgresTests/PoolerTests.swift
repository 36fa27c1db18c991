import Foundation
import Postgres
import PostgresTestSupport
import Testing

@Suite("Behind a pooler", .enabled(if: TestPooler.isInstalled))
struct PoolerTests {
    @Test(
        "one that hands sessions on is refused by the very first connection, with nobody else's settings in any session",
        arguments: ["transaction", "statement"])
    func refused(mode: String) async throws {
        let server = try await PostgresServer()
        let pooler = try await TestPooler(before: server, mode: mode)
        try await withDatabase(DatabaseConfiguration(url: pooler.url)) { database in
            let error = try await postgresError { try await database.query("select 1") }
            #expect(error.condition == .poolerUnfit && !error.isOutcomeUnknown, "\(error)")
        }
    }

    @Test("one that keeps a session for one connection serves all that a server does")
    func session() async throws {
        let server = try await PostgresServer()
        let pooler = try await TestPooler(before: server, mode: "session")
        try await withDatabase(DatabaseConfiguration(url: pooler.url)) { database in
            try await database.execute(["create table t (n int8)", "insert into t values (1)"])
            let error = try await postgresError { try await database.query("select 1 / 0") }
            #expect(error.sqlState == "22012" && error.condition == nil, "\(error)")
            try await database.withConnection { connection in
                try await connection.transaction { try await connection.query("insert into t values (2)") }
                // What failed within a transaction is rolled back by the pooler's connection, too.
                await #expect(throws: PostgresError.self) {
                    try await connection.transaction { try await connection.query("select 1 / 0") }
                }
                try await connection.script("insert into t values (3); insert into t values (4)")
                await #expect(throws: PostgresError.self) { try await connection.script("select 1 / 0") }
                #expect(try await connection.copy("copy t from stdin", Array("5\n6\n".utf8)) == 2)
            }
            #expect(try await database.value("select count(*) from t") == 6)
        }
    }

    @Test("one without a session for the second look serves the connection that it has one for")
    func full() async throws {
        let server = try await PostgresServer()
        let pooler = try await TestPooler(before: server, mode: "session")
        try await pooler.set("default_pool_size", "1")
        try await withDatabase(DatabaseConfiguration(url: pooler.url)) { database async throws in
            #expect(try await database.value("select 7") == 7)
        }
    }

    @Test(
        "a mode that changes while connections stay: nothing runs with another connection's settings, and the mode's return is enough"
    )
    func changed() async throws {
        let server = try await PostgresServer()
        let pooler = try await TestPooler(before: server, mode: "session")
        @Sendable func database(_ name: String) throws -> Database {
            var configuration = DatabaseConfiguration(url: pooler.url)
            configuration.sharedConnections = 1
            configuration.sessionSetup = ["select set_config('test.name', \(name), false)"]
            return try Database(configuration)
        }
        @Sendable func name(_ database: Database) async throws -> String {
            try await database.value("select current_setting('test.name')")
        }
        let first = try database("first")
        let second = try database("second")
        #expect(try await name(first) == "first")
        #expect(try await name(second) == "second")
        try await pooler.set("pool_mode", "transaction")
        // Each gives its session back with this; the next one gets the session that came back last.
        #expect(try await name(first) == "first")
        #expect(try await name(second) == "second")
        let error = try await postgresError { try await name(first) }
        #expect(error.condition == .poolerUnfit && !error.isOutcomeUnknown, "\(error)")
        #expect(try await eventually { first.failure?.condition } == .poolerUnfit)
        try await pooler.set("pool_mode", "session")
        #expect(try await eventually { try? await name(first) } == "first")
        #expect(try await eventually { try? await name(second) } == "second")
        await first.close()
        await second.close()
    }

    /// The first answer that is not nil, within 20 s.
    private func eventually<Value>(_ body: () async throws -> Value?) async throws -> Value {
        let limit = ContinuousClock.now + .seconds(20)
        while ContinuousClock.now < limit {
            if let value = try await body() { return value }
        }
        throw NeverHappened()
    }
}
