import Foundation
import PostgresTestSupport
import TestSupport
import Testing

@testable import Postgres

@Suite("Units on shared connections")
struct UnitTests {
    @Test("each query of a unit has its own result, and no queries are no trip")
    func results() async throws {
        try await withTestDatabase { database in
            let results = try await database.execute([
                "create table t (n int8 primary key)", "insert into t values (1), (2), (3)",
                "update t set n = n + 10 where n > \(1) returning n", "select n from t where n < 0", "",
            ])
            #expect(results.map(\.affectedRows) == [0, 3, 2, 0, 0])
            #expect(results.map(\.rows.count) == [0, 0, 2, 0, 0])
            #expect(try results[2].rows.map { try $0.decode("n", as: Int.self) }.sorted() == [12, 13])
            #expect(try await database.execute([]).isEmpty)
        }
    }

    @Test("an error in the third query undoes the first two, and says which constraint")
    func atomicity() async throws {
        try await withTestDatabase(.oneConnection) { database in
            try await database.query("create table t (n int8 constraint t_n unique)")
            let error = try await postgresError {
                try await database.execute([
                    "insert into t values (1)", "insert into t values (2)", "insert into t values (1)",
                    "insert into t values (3)",
                ])
            }
            #expect(error.sqlState == "23505")
            #expect(error.constraint == "t_n")
            #expect(!error.description.contains("(1)"))
            #expect(try await database.value("select count(*) from t") == 0)
        }
    }

    @Test("a constraint that is deferred to the commit undoes the unit, and its neighbours stay")
    func deferredConstraint() async throws {
        try await withTestDatabase(.oneConnection) { database in
            try await database.query("create table t (n int8 unique deferrable initially deferred)")
            let outcomes = await withTaskGroup(of: (Int, PostgresError?).self) { group in
                for number in 0..<30 {
                    group.addTask {
                        let second = number % 3 == 0 ? number : number + 100
                        let insert: [Query] = ["insert into t values (\(number))", "insert into t values (\(second))"]
                        return (number, try? await postgresError { try await database.execute(insert) })
                    }
                }
                return await group.reduce(into: [Int: PostgresError?]()) { $0[$1.0] = $1.1 }
            }
            for (number, error) in outcomes {
                #expect(error?.sqlState == (number % 3 == 0 ? "23505" : nil))
            }
            #expect(try await database.value("select count(*) from t") == 40)
        }
    }

    @Test("of a thousand concurrent units exactly those without an error take effect, each whole")
    func randomErrors() async throws {
        let seed = Settings.seed
        try await withTestDatabase(.with { $0.sharedConnections = 3 }) { database in
            var random = SeededGenerator(seed)
            try await database.query("create table effects (unit int8, step int8 check (step >= 0))")
            let bad: [Query] = [
                "select 1 / \(0)", "insert into effects values (0, \(-1))", "selekt 1", "select * from nowhere",
                "select \("x")::int8",
            ]
            let plans = (0..<1000).map { unit -> (queries: [Query], fails: Bool) in
                var queries = (0..<Int.random(in: 1...4, using: &random)).map { step -> Query in
                    // Some statements are always the same, some are new each time.
                    Bool.random(using: &random)
                        ? "insert into effects values (\(unit), \(step))"
                        : "insert into effects /* \(unescaped: String(unit % 50)) */ values (\(unit), \(step))"
                }
                let fails = Int.random(in: 0..<3, using: &random) == 0
                if fails {
                    queries.insert(
                        bad.randomElement(using: &random) ?? "selekt",
                        at: Int.random(in: 0...queries.count, using: &random))
                }
                return (queries, fails)
            }
            let errors = await withTaskGroup(of: (Int, PostgresError?).self) { group in
                for (unit, plan) in plans.enumerated() {
                    group.addTask { (unit, try? await postgresError { try await database.execute(plan.queries) }) }
                }
                return await group.reduce(into: [PostgresError?](repeating: nil, count: 1000)) { $0[$1.0] = $1.1 }
            }
            let counts = try await database.query("select unit, count(*) as steps from effects group by unit").rows
                .reduce(into: [Int: Int]()) { $0[try $1.decode("unit")] = try $1.decode("steps") }
            for (unit, plan) in plans.enumerated() {
                #expect((errors[unit]?.sqlState != nil) == plan.fails, "unit \(unit), seed \(seed)")
                #expect(counts[unit, default: 0] == (plan.fails ? 0 : plan.queries.count), "unit \(unit), seed \(seed)")
            }
        }
    }

    @Test("units are sent while earlier ones are unanswered, and answered in order")
    func pipelining() async throws {
        try await withTestDatabase(.oneConnection) { database in
            try await database.withConnection { holder in
                try await holder.query("select pg_advisory_lock(1)")
                let blocked = Task { try await database.query("select pg_advisory_xact_lock_shared(1)") }
                try await eventuallySent(database, 1)
                let behind = (0..<50).map { number in
                    Task { try await database.value("select \(number)", as: Int.self) }
                }
                // All on their way on the one connection, whose first unit cannot be answered yet.
                try await eventuallySent(database, 51)
                try await holder.query("select pg_advisory_unlock(1)")
                _ = try await blocked.value
                for (number, task) in behind.enumerated() { #expect(try await task.value == number) }
            }
        }
    }

    @Test("connections are added while all are busy, up to the configured number")
    func growth() async throws {
        try await withTestDatabase(.with { $0.sharedConnections = 3 }) { database in
            try await database.query("select 1")
            #expect(await database.pool.sharedCount == 1)
            let pids = Task {
                try await withThrowingTaskGroup(of: Int.self) { group in
                    for _ in 0..<400 {
                        group.addTask { try await database.value("select pg_backend_pid() from pg_sleep(0.005)") }
                    }
                    return try await group.reduce(into: Set<Int>()) { $0.insert($1) }
                }
            }
            #expect(try await pids.value.count <= 3)
            #expect(await database.pool.sharedCount > 1)
            #expect(await database.pool.sharedCount <= 3)
        }
    }

    @Test("what set_config sets for the transaction, role included, ends with the unit")
    func localSettings() async throws {
        try await withTestDatabase(.oneConnection) { database in
            let role = "tenant_\(UInt32.random(in: 0...UInt32.max))"
            try await database.query("create role \(unescaped: role)")
            let set = try await database.execute([
                "select set_config('flotilla.tenant', \("t1"), true)", "select set_config('role', \(role), true)",
                "select current_setting('flotilla.tenant') as tenant, current_user::text as role",
            ])
            let inside = try #require(set.last?.rows.first)
            #expect(try inside.decode("tenant", as: String.self) == "t1")
            #expect(try inside.decode("role", as: String.self) == role)
            let after = try await database.query(
                "select current_setting('flotilla.tenant', true) as tenant, current_user = session_user as is_own")
            let outside = try #require(after.rows.first)
            #expect(try outside.decode("tenant", as: String?.self) ?? "" == "")
            #expect(try outside.decode("is_own", as: Bool.self))
            // Nor does it after an error.
            _ = try await postgresError {
                try await database.execute(["select set_config('role', \(role), true)", "select 1 / 0"])
            }
            #expect(try await database.value("select current_user = session_user") == true)
            try await database.query("drop role \(unescaped: role)")
        }
    }

    @Test(
        "statements that would reach the next caller are refused before anything is sent",
        arguments: ["begin", "commit", " SET role postgres", "/* x */ rollback", "listen x", "copy pg_class to stdout"])
    func sessionStatements(sql: String) async throws {
        try await withTestDatabase(.oneConnection) { database in
            let error = try await postgresError {
                try await database.execute(["create table t (n int)", Query(unescaped: sql)])
            }
            #expect(error.kind == .invalid)
            #expect(try await database.value("select to_regclass('t') is null") == true)
        }
    }

    @Test("a NUL in a statement, too many parameters, and a NUL in a value are errors of their unit alone")
    func unsendable() async throws {
        try await withTestDatabase(.oneConnection) { database async throws in
            #expect(try await postgresError { try await database.query("select '\0'") }.kind == .invalid)
            let long = (0..<65_536).reduce(into: Query(unescaped: "select 1")) { query, _ in query.append(value: true) }
            #expect(try await postgresError { try await database.query(long) }.kind == .invalid)
            #expect(try await postgresError { try await database.query("select \("a\0b")") }.sqlState == "22021")
            #expect(try await database.value("select 1::int8") == 1)
        }
    }

    @Test("a large value goes out and comes back whole beside small ones")
    func large() async throws {
        try await withTestDatabase(.oneConnection) { database async throws in
            let block = (0..<100_003).map { UInt8(truncatingIfNeeded: $0 &* 31) }
            let bytes = (0..<100).reduce(into: [UInt8]()) { bytes, _ in bytes += block }
            async let big: [UInt8] = database.value("select \(bytes)")
            async let small: Int = database.value("select \(1)")
            #expect(try await big == bytes)
            #expect(try await small == 1)
        }
    }
}
