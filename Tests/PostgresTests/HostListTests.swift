import PostgresTestSupport
import Testing

@testable import Postgres

@Suite("Several hosts in a URL")
struct HostListTests {
    private static func setReadOnly(_ isReadOnly: Bool, _ server: PostgresServer) async throws {
        try await withDatabase(DatabaseConfiguration(url: server.url())) { database in
            try await database.query(
                isReadOnly
                    ? "alter system set default_transaction_read_only = on"
                    : "alter system reset default_transaction_read_only")
            try await database.query("select pg_reload_conf()")
        }
    }

    @Test("the one that can be written serves; when it no longer can, the next call goes to the one that can by now")
    func writable() async throws {
        let (first, second) = try await (PostgresServer(), PostgresServer())
        for server in [first, second] {
            try await withDatabase(DatabaseConfiguration(url: server.url())) { database in
                _ = try await database.query("create table t (port int8)")
            }
        }
        try await Self.setReadOnly(true, first)
        let url = "postgresql://postgres@127.0.0.1:\(first.port),127.0.0.1:\(second.port)/postgres?sslmode=disable"
        try await withDatabase(DatabaseConfiguration(url: url)) { database in
            let port: Query = "select current_setting('port')"
            #expect(try await database.value(port, as: String.self) == "\(second.port)")
            let heldFirst = try await database.withConnection {
                try await $0.query(port).rows.first?.decode(0, as: String.self)
            }
            #expect(heldFirst == "\(second.port)")
            try await Self.setReadOnly(true, second)
            try await Self.setReadOnly(false, first)
            try await eventually(database, "select current_setting('transaction_read_only') = 'on'")
            let refused = try await postgresError { try await database.query("insert into t values (1)") }
            #expect(refused.condition == .readOnly && refused.isRetryable)
            try await database.query("insert into t values (2)")
            #expect(try await database.value(port, as: String.self) == "\(first.port)")
            let heldThen = try await database.withConnection {
                try await $0.query(port).rows.first?.decode(0, as: String.self)
            }
            #expect(heldThen == "\(first.port)")
            // None is left: that is said, and no connection to a server that cannot be written is taken instead.
            try await Self.setReadOnly(true, first)
            try await eventually(database, "select current_setting('transaction_read_only') = 'on'")
            await #expect(throws: PostgresError.self) { try await database.check(within: .seconds(2)) }
            let away = try await postgresError { try await database.check(within: .seconds(2)) }
            #expect(away.condition == .readOnly)
            #expect(database.failure?.condition == .readOnly)
        }
    }

    @Test(
        "a session that began while its server's setting was read-only is left when the setting is gone, with one host too"
    )
    func sessionsKeepTheirSetting() async throws {
        let server = try await PostgresServer()
        try await withDatabase(DatabaseConfiguration(url: server.url())) { owner in
            try await owner.query("create table t (number int8)")
            try await owner.query("alter database postgres set default_transaction_read_only = on")
            try await withDatabase(DatabaseConfiguration(url: server.url())) { database in
                let refused = try await postgresError { try await database.query("insert into t values (1)") }
                #expect(refused.condition == .readOnly)
                try await owner.query("alter database postgres reset default_transaction_read_only")
                // At most one second later the next write that is refused leaves the session.
                let limit = ContinuousClock.now + .seconds(20)
                while ContinuousClock.now < limit, try await owner.value("select count(*) from t", as: Int64.self) == 0
                {
                    _ = try? await database.query("insert into t values (2)")
                }
                try await database.query("insert into t values (3)")
            }
        }
    }

    @Test("one that is asked for any server takes the first")
    func any() async throws {
        let (first, second) = try await (PostgresServer(), PostgresServer())
        try await Self.setReadOnly(true, first)
        let url = "postgresql://postgres@127.0.0.1:\(first.port),127.0.0.1:\(second.port)/postgres"
        try await withDatabase(DatabaseConfiguration(url: url + "?target_session_attrs=any")) { database in
            #expect(try await database.value("select current_setting('port')", as: String.self) == "\(first.port)")
            let refused = try await postgresError { try await database.check(within: .seconds(2)) }
            #expect(refused.condition == .readOnly)
        }
    }
}
