import Foundation
import PostgresTestSupport
import Testing

@testable import Postgres

@Suite("Prepared statements on a connection")
struct StatementReuseTests {
    private func preparedCount(_ database: Database, like pattern: String) async throws -> Int {
        try await database.value("select count(*) from pg_prepared_statements where statement like \(pattern)")
    }

    @Test("a statement is prepared once and used again, also after an error in its unit")
    func reuse() async throws {
        try await withTestDatabase(.oneConnection) { database in
            for number in 0..<5 { #expect(try await database.value("select /* reused */ \(number)") == number) }
            let error = try await postgresError {
                try await database.execute(["select /* reused */ \(1)", "select 1 / \(0)"])
            }
            #expect(error.sqlState == "22012")
            #expect(try await database.value("select /* reused */ \(6)") == 6)
            #expect(try await preparedCount(database, like: "select /* reused */%") == 1)
        }
    }

    @Test("a statement whose Parse failed or was skipped is prepared the next time")
    func skipped() async throws {
        try await withTestDatabase(.oneConnection) { database in
            _ = try await postgresError {
                try await database.execute(["select 1 / \(0)", "select /* skipped */ \(1)"])
            }
            let missing = try await postgresError { try await database.query("select n from later") }
            #expect(missing.sqlState == "42P01")
            try await database.query("create table later (n int8)")
            #expect(try await database.query("select n from later").rows.isEmpty)
            #expect(try await database.value("select /* skipped */ \(2)") == 2)
        }
    }

    @Test("a statement that the same unit makes possible is prepared within it")
    func sameUnit() async throws {
        try await withTestDatabase(.oneConnection) { database in
            let results = try await database.execute([
                "create table fresh (n int8)", "insert into fresh values (\(1))", "insert into fresh values (\(2))",
                "select sum(n)::int8 as total from fresh",
            ])
            #expect(try results[3].rows.first?.decode("total", as: Int.self) == 3)
        }
    }

    @Test("statements are prepared again on each connection that replaces a lost one")
    func reconnect() async throws {
        try await withTestDatabase(.oneConnection) { database in
            var pids: [Int] = []
            for _ in 0..<20 {
                let pid: Int = try await afterLoss {
                    try await database.value("select /* again */ pg_backend_pid() + \(0)")
                }
                #expect(try await preparedCount(database, like: "select /* again */%") == 1)
                pids.append(pid)
                try await database.withConnection {
                    try await $0.query("select pg_terminate_backend(\(pid)::int4, 10000)")
                }
            }
            #expect(Set(pids).count == pids.count)
        }
    }

    /// The loss may not have been noticed yet: then the first call meets it.
    private func afterLoss<Value>(_ body: () async throws -> Value) async throws -> Value {
        do {
            return try await body()
        } catch let error as PostgresError where error.isRetryable || error.isOutcomeUnknown {
            return try await body()
        }
    }

    @Test("a statement that the schema or the session outdated is sent anew, unseen by the caller")
    func stale() async throws {
        try await withTestDatabase(.oneConnection) { database in
            try await database.execute(["create table t (a int8)", "insert into t values (1)"])
            let first = try #require(try await database.query("select * from t").rows.first)
            #expect(throws: PostgresError.self) { try first.decode("b", as: Int64?.self) }
            try await database.withConnection { try await $0.query("alter table t add b int8") }
            #expect(try await database.query("select * from t").rows.first?.decode("b", as: Int64?.self) == .some(nil))
            // As a connection pooler in between may do.
            try await database.query("do $$ begin execute 'deallocate all'; end $$")
            #expect(try await database.query("select * from t").rows.first?.decode("b", as: Int64?.self) == .some(nil))
        }
    }

    @Test("hundreds of different statements work, and only so many are kept")
    func many() async throws {
        try await withTestDatabase(.oneConnection) { database in
            for number in 0..<300 {
                #expect(try await database.value("select \(unescaped: String(number))::int8") == number)
            }
            let kept: Int = try await database.value("select count(*) from pg_prepared_statements")
            #expect(kept <= 256)
            #expect(kept > 200)
        }
    }
}
