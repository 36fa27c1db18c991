import Foundation
import Postgres
import PostgresTestSupport
import Testing

@Suite("Migrations")
struct MigratorTests {
    private static let first = Migration(
        version: 1, name: "jobs", sql: "create table jobs (id int8); insert into jobs values (1);")
    private static let two = MigrationSet([
        first, Migration(version: 2, name: "kinds", sql: "alter table jobs add kind text; create index on jobs (kind)"),
    ])

    @Test("four programs that migrate at once apply each migration once")
    func concurrent() async throws {
        try await TestDatabases.shared.withDatabase { url in
            let applied = try await withThrowingTaskGroup(of: [Int].self) { group in
                for _ in 0..<4 {
                    group.addTask {
                        try await withDatabase(DatabaseConfiguration(url: url)) { database in
                            try await Migrator(database).migrate(Self.two).migrations.map(\.version)
                        }
                    }
                }
                return try await group.reduce(into: []) { $0 += $1 }
            }
            #expect(applied.sorted() == [1, 2])
            try await withDatabase(DatabaseConfiguration(url: url)) { database in
                #expect(try await database.value("select count(*) from jobs") == 1)
                let rows = try await database.query(
                    """
                    select version, name, checksum = encode(sha256(\(Array(Self.first.sql.utf8))), 'hex') as is_first,
                           applied_at <= clock_timestamp() as is_past
                    from flotilla.migrations order by version
                    """
                ).rows
                #expect(try rows.map { try $0.decode("version", as: Int.self) } == [1, 2])
                #expect(try rows.map { try $0.decode("name", as: String.self) } == ["jobs", "kinds"])
                #expect(try rows.map { try $0.decode("is_first", as: Bool.self) } == [true, false])
                #expect(try rows.map { try $0.decode("is_past", as: Bool.self) } == [true, true])
            }
        }
    }

    @Test("a second run applies only what is new")
    func later() async throws {
        try await withTestDatabase { database async throws in
            let migrator = Migrator(database)
            #expect(try await migrator.migrate(MigrationSet([Self.first])).migrations.map(\.version) == [1])
            #expect(try await migrator.migrate(Self.two).migrations.map(\.version) == [2])
            #expect(try await migrator.migrate(Self.two).isEmpty)
        }
    }

    @Test("a migration that fails leaves nothing of itself, keeps those before it, and can be mended")
    func failure() async throws {
        try await withTestDatabase(.with { $0.maximumExclusiveConnections = 1 }) { database async throws in
            let migrator = Migrator(database)
            let bad = Migration(version: 3, name: "bad", sql: "create table half (n int8); selekt 1")
            let error = await #expect(throws: MigrationError.self) {
                try await migrator.migrate(Self.two + MigrationSet([bad]))
            }
            guard case .failed(3, "bad", let cause) = error else {
                Issue.record("\(String(describing: error))")
                return
            }
            #expect(cause.sqlState == "42601")
            #expect(try await database.value("select to_regclass('half') is null") == true)
            let good = Migration(version: 3, name: "good", sql: "create table half (n int8)")
            #expect(try await migrator.migrate(Self.two + MigrationSet([good])).migrations.map(\.version) == [3])
        }
    }

    @Test("a changed text, versions out of order and a text that commits are refused")
    func refusals() async throws {
        try await withTestDatabase { database in
            let migrator = Migrator(database)
            _ = try await migrator.migrate(Self.two)
            let changed = MigrationSet([Migration(version: 1, name: "jobs", sql: Self.first.sql + " ")])
            await #expect(throws: MigrationError.self) { try await migrator.migrate(changed) }
            let reversed = MigrationSet(Self.two.migrations.reversed())
            await #expect(throws: MigrationError.self) { try await migrator.migrate(reversed) }
            let commits = Migration(version: 3, name: "commits", sql: "create table t (n int8); commit; begin")
            await #expect(throws: MigrationError.self) {
                try await migrator.migrate(Self.two + MigrationSet([commits]))
            }
            #expect(try await database.value("select max(version) from flotilla.migrations") == 2)
        }
    }

    @Test("a program that is older than the database changes nothing in it, its own texts of functions included")
    func newer() async throws {
        try await withTestDatabase { database in
            let newer = Migrator(database, program: [0, 10, 0])
            let older = Migrator(database, program: [0, 9, 3])
            _ = try await newer.migrate(MigrationSet(Self.two.migrations, functions: [Self.answer(2)]))
            let before = MigrationSet([Self.first], functions: [Self.answer(1)])
            #expect(try await older.missing(before).isEmpty)
            #expect(try await older.migrate(before).isEmpty)
            #expect(try await database.value("select answer()") == 2)
            let left = try await older.newer(before.functions)
            #expect(left.map(\.name) == ["answer"] && left.first?.program == [0, 10, 0])
            #expect(try await newer.newer(before.functions).isEmpty)
            // The next one brings its own.
            let next = MigrationSet(Self.two.migrations, functions: [Self.answer(3)])
            #expect(try await Migrator(database, program: [1, 0, 0]).migrate(next).functions == next.functions)
            #expect(try await database.value("select answer()") == 3)
        }
    }

    @Test("a database that a program made before versions were kept takes the next texts of functions")
    func withoutPrograms() async throws {
        try await withTestDatabase { database in
            let migrator = Migrator(database, program: [0, 2, 0])
            let first = MigrationSet([Self.first], functions: [Self.answer(1)])
            _ = try await migrator.migrate(first)
            try await database.query("alter table flotilla.functions drop column program")
            #expect(try await migrator.newer(first.functions).isEmpty)
            let second = MigrationSet([Self.first], functions: [Self.answer(2)])
            #expect(try await migrator.missing(second).functions == second.functions)
            #expect(try await migrator.migrate(second).functions == second.functions)
            #expect(try await database.value("select answer()") == 2)
        }
    }

    private static func answer(_ number: Int) -> RepeatableFunction {
        RepeatableFunction(
            name: "answer",
            sql: "create or replace function answer() returns int8 language sql return \(number); select answer()")
    }

    @Test("functions follow the tables, are replaced when their text changes, and never by an earlier text")
    func functions() async throws {
        try await withTestDatabase { database async throws in
            let migrator = Migrator(database)
            func migrate(_ functions: [RepeatableFunction]) async throws -> [String] {
                try await migrator.migrate(MigrationSet([Self.first], functions: functions)).functions.map(\.sql)
            }
            let count = RepeatableFunction(
                name: "count",
                sql: "create or replace function job_count() returns int8 return (select count(*) from jobs)")
            #expect(try await migrate([Self.answer(1), count]) == [Self.answer(1).sql, count.sql])
            #expect(try await migrate([Self.answer(1), count]).isEmpty)
            #expect(try await migrate([Self.answer(2), count]) == [Self.answer(2).sql])
            #expect(try await database.value("select answer()") == 2)
            // A program that was rolled back.
            #expect(try await migrate([Self.answer(1), count]).isEmpty)
            #expect(try await database.value("select answer()") == 2)
            #expect(try await database.value("select count(*) from flotilla.functions") == 3)
            await #expect(throws: MigrationError.self) { try await migrate([Self.answer(1), Self.answer(2)]) }
        }
    }

    @Test("functions change together or not at all")
    func brokenFunction() async throws {
        try await withTestDatabase { database async throws in
            let migrator = Migrator(database)
            let broken = RepeatableFunction(name: "broken", sql: "create function broken() returns int8 retrun 1")
            for bad in [broken, RepeatableFunction(name: "ends", sql: "select 1; commit; begin")] {
                let error = await #expect(throws: MigrationError.self) {
                    try await migrator.migrate(MigrationSet([Self.first], functions: [Self.answer(1), bad]))
                }
                #expect(error.map { "\($0)" }?.contains(bad.name) == true)
                #expect(try await database.value("select count(*) from jobs") == 1, "the tables stay")
                if bad == broken { #expect(try await database.value("select to_regproc('answer') is null") == true) }
            }
        }
    }

    @Test("a database of a version before 0.2 is refused as it is")
    func tooOld() async throws {
        try await withTestDatabase { database async throws in
            try await database.query("create table flotilla_migrations (version int8)")
            let error = await #expect(throws: MigrationError.self) { try await Migrator(database).migrate(Self.two) }
            guard case .tooOld = error else {
                Issue.record("\(String(describing: error))")
                return
            }
            #expect(try await database.value("select to_regnamespace('flotilla') is null") == true)
        }
    }

    @Test("the session's statement timeout does not cut a migration short, and holds again afterwards")
    func timeouts() async throws {
        try await withTestDatabase(
            .with {
                $0.statementTimeout = .milliseconds(200)
                $0.maximumExclusiveConnections = 1
            }
        ) { database in
            let slow = Migration(version: 1, name: "slow", sql: "select pg_sleep(0.4)")
            #expect(try await Migrator(database).migrate(MigrationSet([slow])).migrations.count == 1)
            let error = try await postgresError {
                try await database.withConnection { try await $0.query("select pg_sleep(60)") }
            }
            #expect(error.sqlState == "57014")
        }
    }
}
