import Foundation
import Postgres
import PostgresTestSupport
import Testing

/// Each test has a server of its own to break.
@Suite("When the server fails")
struct FaultTests {
    @Test("a server killed during a unit leaves its outcome unknown, and units work again once it is back")
    func killed() async throws {
        let server = try await PostgresServer()
        var configuration = DatabaseConfiguration(url: server.url())
        configuration.sharedConnections = 1
        try await withDatabase(configuration) { database in
            try await database.query("create table t (n int8)")
            let lock = Task { try await holdLock(database) }
            try await eventually(
                database, "select exists (select from pg_locks where locktype = 'advisory' and granted)")
            let blocked = (0..<3).map { _ in
                Task {
                    try await postgresError {
                        try await database.execute(["insert into t values (1)", "select pg_advisory_xact_lock(9)"])
                    }
                }
            }
            try await withDatabase(DatabaseConfiguration(url: server.url())) { observer in
                try await eventually(observer, "select exists (select from pg_locks where not granted)")
            }
            try await server.kill()
            for task in blocked {
                let error = try await task.value
                #expect(error.kind == .connectionLost)
                #expect(error.isOutcomeUnknown)
            }
            _ = await lock.result
            // Asked for while there is no server; answered once there is.
            let later = Task { try await database.value("select count(*) from t", as: Int.self) }
            try await server.start()
            #expect(try await later.value == 0)
            #expect(database.isUp)
        }
    }

    private func holdLock(_ database: Database) async throws {
        try await database.withConnection { connection in
            try await connection.query("select pg_advisory_lock(9)")
            try await connection.query("select pg_sleep(3600)")
        }
    }

    @Test("a session that the server ends fails its unit for certain and those behind it as never begun")
    func terminated() async throws {
        try await TestDatabases.shared.withDatabase { url in
            var configuration = DatabaseConfiguration(url: url)
            configuration.sharedConnections = 1
            try await withDatabase(configuration) { database in
                try await terminated(database, url: url)
            }
        }
    }

    private func terminated(_ database: Database, url: String) async throws {
        try await database.query("create table t (n int8)")
        let pid: Int = try await database.value("select pg_backend_pid()")
        try await database.withConnection { connection in
            try await connection.query("select pg_advisory_lock(1)")
            let blocked = Task {
                try await postgresError {
                    try await database.execute(["insert into t values (1)", "select pg_advisory_xact_lock(1)"])
                }
            }
            try await withDatabase(DatabaseConfiguration(url: url)) { observer in
                try await eventually(
                    observer, "select exists (select from pg_locks where pid = \(pid) and not granted)")
            }
            let behind = (0..<5).map { _ in
                Task { try await postgresError { try await database.query("insert into t values (2)") } }
            }
            try await eventuallySent(database, 6)
            try await connection.query("select pg_terminate_backend(\(pid)::int4, 10000)")
            #expect(try await blocked.value.sqlState == "57P01")
            for task in behind { #expect(try await task.value.kind == .unavailable) }
        }
        #expect(try await database.value("select count(*) from t") == 0)
    }

    @Test("a server that is stopped in its tracks is given up at the deadline, and used again when it goes on")
    func frozen() async throws {
        let server = try await PostgresServer()
        var configuration = DatabaseConfiguration(url: server.url())
        configuration.sharedConnections = 1
        configuration.commandDeadline = .milliseconds(600)
        try await withDatabase(configuration) { database in
            try await database.query("select 1")
            try await server.pause()
            let start = ContinuousClock.now
            async let short = postgresError { try await database.query("select 2", deadline: .milliseconds(200)) }
            async let long = postgresError { try await database.query("select 3") }
            #expect(try await short.kind == .timedOut)
            #expect(start.duration(to: .now) < .milliseconds(550))
            #expect(try await long.isOutcomeUnknown)
            #expect(start.duration(to: .now) >= .milliseconds(550))
            #expect(start.duration(to: .now) < .seconds(3))
            try await server.resume()
            #expect(try await database.value("select 4::int8", as: Int.self) == 4)
        }
    }

    @Test("a short deadline gives up the answer and not the neighbours' connection")
    func shortDeadline() async throws {
        try await withTestDatabase(.oneConnection) { database async throws in
            try await database.query("select 1")
            async let slow = postgresError {
                try await database.query("select pg_sleep(\(0.5))", deadline: .milliseconds(100))
            }
            async let neighbour: Int = database.value("select \(1)")
            #expect(try await slow.kind == .timedOut)
            #expect(try await neighbour == 1)
        }
    }

    @Test("calls that name no deadline have the configured one, and so have those on a connection of their own")
    func callDeadline() async throws {
        try await withTestDatabase(
            .with {
                $0.sharedConnections = 1
                $0.callDeadline = .milliseconds(100)
            }
        ) { database in
            try await database.query("select 1", deadline: .seconds(10))
            async let slow = postgresError { try await database.query("select pg_sleep(\(0.5))") }
            let neighbour = try await database.query("select \(1)", deadline: .seconds(10))
            #expect(try await slow.kind == .timedOut)
            #expect(try neighbour.rows[0].decode(0, as: Int.self) == 1)
            try await database.withConnection { connection in
                let error = try await postgresError { try await connection.query("select pg_sleep(60)") }
                #expect(error.isOutcomeUnknown)
            }
        }
    }

    @Test("a statement is stopped by the server at the configured limit")
    func statementTimeout() async throws {
        try await withTestDatabase(.with { $0.statementTimeout = .milliseconds(100) }) { database in
            let error = try await postgresError { try await database.query("select pg_sleep(60)") }
            #expect(error.sqlState == "57014")
            #expect(!error.isOutcomeUnknown)
        }
    }

    @Test("without a server calls fail as unavailable within the wait, and the client knows that it is down")
    func noServer() async throws {
        let server = try await PostgresServer()
        var configuration = DatabaseConfiguration(url: server.url())
        configuration.connectionWait = .milliseconds(300)
        configuration.exclusiveWait = .milliseconds(300)
        try await withDatabase(configuration) { database in
            #expect(!database.isUp)
            try await database.query("select 1")
            #expect(database.isUp)
            try await server.stop()
            let start = ContinuousClock.now
            async let shared = postgresError { try await database.query("select 1") }
            async let exclusive = postgresError { try await database.withConnection { _ in } }
            #expect(try await shared.kind == .unavailable)
            #expect(try await exclusive.kind == .unavailable)
            #expect(start.duration(to: .now) < .seconds(3))
            #expect(try await shared.isRetryable)
            #expect(!database.isUp)
        }
    }

    @Test("a set-up that the server refuses is unavailable, with the reason in the debug text alone")
    func badSetup() async throws {
        try await withTestDatabase(
            .with {
                $0.sessionSetup = ["set role nobody_knows"]
                $0.connectionWait = .seconds(2)
            }
        ) { database in
            let error = try await postgresError { try await database.query("select 1") }
            #expect(error.kind == .unavailable)
            #expect(error.debugDescription.contains("nobody_knows"))
            #expect(!error.description.contains("nobody_knows"))
        }
    }

    @Test("of several hosts one that accepts and never answers is passed over")
    func silentHost() async throws {
        let server = try await PostgresServer()
        let silent = try SilentListener()
        var configuration = DatabaseConfiguration(
            url: "postgresql://postgres@127.0.0.1:\(silent.port),127.0.0.1:\(server.port)/postgres?sslmode=disable")
        configuration.connectTimeout = .milliseconds(300)
        try await withDatabase(configuration) { database async throws in
            #expect(try await database.value("select 1::int8", as: Int.self) == 1)
        }
    }

    @Test("a closed database refuses at once, answers what was under way, and cuts what does not end in time")
    func closing() async throws {
        try await TestDatabases.shared.withDatabase { url in
            let database = try Database(DatabaseConfiguration(url: url))
            let running = try await withDatabase(DatabaseConfiguration(url: url)) { other in
                try await other.withConnection { holder in
                    try await holder.query("select pg_advisory_lock(3)")
                    let running = Task {
                        try await database.value("select 7::int8 from pg_advisory_xact_lock(3)", as: Int.self)
                    }
                    try await eventuallySent(database, 1)
                    let closing = Task { await database.close() }
                    try await eventuallyClosed(database)
                    try await holder.query("select pg_advisory_unlock(3)")
                    await closing.value
                    return running
                }
            }
            #expect(try await running.value == 7)
            #expect(try await postgresError { try await database.query("select 1") }.kind == .closed)

            let second = try Database(DatabaseConfiguration(url: url))
            let endless = Task { try await postgresError { try await second.query("select pg_sleep(3600)") } }
            try await eventuallySent(second, 1)
            await second.close(grace: .milliseconds(50))
            #expect(try await endless.value.kind == .connectionLost)
        }
    }

    private func eventuallyClosed(_ database: Database) async throws {
        let limit = ContinuousClock.now + .seconds(20)
        while ContinuousClock.now < limit {
            do {
                try await database.withConnection { _ in }
            } catch let error as PostgresError where error.kind == .closed {
                return
            }
        }
        throw NeverHappened()
    }

    @Test("large results arrive whole through TLS, where bytes wait where epoll does not see them")
    func encrypted() async throws {
        let server = try await PostgresServer(withTLS: true)
        let url = server.url().replacing("sslmode=disable", with: "sslmode=require")
        try await withDatabase(DatabaseConfiguration(url: url)) { database in
            let isEncrypted: Bool = try await database.value(
                "select ssl from pg_stat_ssl where pid = pg_backend_pid()")
            #expect(isEncrypted)
            for size in [1, 8_191, 16_384, 16_385, 40_000, 5_000_000] {
                let text: String = try await database.value("select repeat('x', \(Int32(size)))")
                #expect(text.utf8.count == size)
            }
        }
    }
}
