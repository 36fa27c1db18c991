import Foundation
import Postgres
import PostgresTestSupport
import Testing

@Suite("Migrations")
struct MigratorTests {
    private static let two = [
        Migration(version: 1, name: "jobs", sql: "create table jobs (id int8); insert into jobs values (1);"),
        Migration(version: 2, name: "kinds", sql: "alter table jobs add kind text; create index on jobs (kind)"),
    ]

    @Test("four programs that migrate at once apply each migration once")
    func concurrent() async throws {
        try await TestDatabases.shared.withDatabase { url in
            let applied = try await withThrowingTaskGroup(of: [Int].self) { group in
                for _ in 0..<4 {
                    group.addTask {
                        try await withDatabase(DatabaseConfiguration(url: url)) { database in
                            try await Migrator(database).migrate(Self.two).map(\.version)
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
                    select version, name, checksum = encode(sha256(\(Array(Self.two[0].sql.utf8))), 'hex') as is_first,
                           applied_at <= clock_timestamp() as is_past
                    from flotilla_migrations order by version
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
            #expect(try await migrator.migrate([Self.two[0]]).map(\.version) == [1])
            #expect(try await migrator.migrate(Self.two).map(\.version) == [2])
            #expect(try await migrator.migrate(Self.two).isEmpty)
        }
    }

    @Test("a migration that fails leaves nothing of itself, keeps those before it, and can be mended")
    func failure() async throws {
        try await withTestDatabase(.with { $0.maximumExclusiveConnections = 1 }) { database async throws in
            let migrator = Migrator(database)
            let bad = Migration(version: 3, name: "bad", sql: "create table half (n int8); selekt 1")
            let error = await #expect(throws: MigrationError.self) { try await migrator.migrate(Self.two + [bad]) }
            guard case .failed(3, "bad", let cause) = error else {
                Issue.record("\(String(describing: error))")
                return
            }
            #expect(cause.sqlState == "42601")
            #expect(try await database.value("select to_regclass('half') is null") == true)
            let good = Migration(version: 3, name: "good", sql: "create table half (n int8)")
            #expect(try await migrator.migrate(Self.two + [good]).map(\.version) == [3])
        }
    }

    @Test("a changed text, versions out of order and a text that commits are refused")
    func refusals() async throws {
        try await withTestDatabase { database in
            let migrator = Migrator(database)
            _ = try await migrator.migrate(Self.two)
            var changed = Self.two
            changed[0] = Migration(version: 1, name: "jobs", sql: changed[0].sql + " ")
            await #expect(throws: MigrationError.self) { try await migrator.migrate(changed) }
            await #expect(throws: MigrationError.self) { try await migrator.migrate(Self.two.reversed()) }
            let commits = Migration(version: 3, name: "commits", sql: "create table t (n int8); commit; begin")
            await #expect(throws: MigrationError.self) { try await migrator.migrate(Self.two + [commits]) }
            #expect(try await database.value("select max(version) from flotilla_migrations") == 2)
        }
    }

    @Test("a database newer than the program is refused only if asked")
    func newer() async throws {
        try await withTestDatabase { database in
            let migrator = Migrator(database)
            _ = try await migrator.migrate(Self.two)
            #expect(try await migrator.migrate([Self.two[0]]).isEmpty)
            await #expect(throws: MigrationError.self) {
                try await migrator.migrate([Self.two[0]], refusingNewer: true)
            }
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
            #expect(try await Migrator(database).migrate([slow]).count == 1)
            let error = try await postgresError {
                try await database.withConnection { try await $0.query("select pg_sleep(60)") }
            }
            #expect(error.sqlState == "57014")
        }
    }
}
