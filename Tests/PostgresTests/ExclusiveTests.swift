import Foundation
import Postgres
import PostgresTestSupport
import Testing

@Suite("Connections held by one caller")
struct ExclusiveTests {
    private struct Stop: Error {}

    @Test("a transaction of several trips commits when its body returns and rolls back when it throws")
    func transactions() async throws {
        try await withTestDatabase { database in
            try await database.query("create table t (n int8)")
            try await database.withConnection { connection in
                try await connection.transaction {
                    try await connection.query("insert into t values (1)")
                    #expect(try await database.value("select count(*) from t") == 0)
                }
                await #expect(throws: Stop.self) {
                    try await connection.transaction {
                        try await connection.query("insert into t values (2)")
                        throw Stop()
                    }
                }
                #expect(try await connection.query("select n from t").rows.count == 1)
            }
        }
    }

    @Test("what the holder left open is rolled back and unlocked before the next holder")
    func leftOpen() async throws {
        try await withTestDatabase(.with { $0.maximumExclusiveConnections = 1 }) { database in
            try await database.query("create table t (n int8)")
            try await database.withConnection { connection in
                try await connection.query("select pg_advisory_lock(5)")
                try await connection.query("begin")
                try await connection.query("insert into t values (1)")
            }
            try await database.withConnection { connection in
                let row = try #require(
                    try await connection.query(
                        """
                        select (select count(*) from t) as rows,
                               (select count(*) from pg_locks join pg_database on oid = database
                                where locktype = 'advisory' and datname = current_database()) as locks
                        """
                    ).rows.first)
                #expect(try row.decode("rows", as: Int.self) == 0)
                #expect(try row.decode("locks", as: Int.self) == 0)
            }
        }
    }

    @Test("there are never more than the configured number, and further callers take turns")
    func turns() async throws {
        try await withTestDatabase(.with { $0.maximumExclusiveConnections = 2 }) { database in
            let pids = try await withThrowingTaskGroup(of: Int?.self) { group in
                for _ in 0..<40 {
                    group.addTask {
                        try await database.withConnection {
                            try await $0.query("select pg_backend_pid()").rows.first?.decode(0, as: Int.self)
                        }
                    }
                }
                return try await group.reduce(into: Set<Int?>()) { $0.insert($1) }
            }
            #expect((1...2).contains(pids.count))
        }
    }

    @Test("a caller that gets no connection within the limit gets an error")
    func limit() async throws {
        try await withTestDatabase(
            .with {
                $0.maximumExclusiveConnections = 1
                $0.exclusiveWait = .seconds(1)
            }
        ) { database in
            try await database.withConnection { _ async throws in
                let error = try await postgresError { try await database.withConnection { _ in } }
                #expect(error.kind == .unavailable)
            }
        }
    }

    @Test("cancelling the task stops the statement on the server, and the next holder gets a clean connection")
    func cancellation() async throws {
        try await withTestDatabase(.with { $0.maximumExclusiveConnections = 1 }) { database in
            let running: Query = """
                exists (select from pg_stat_activity where query like 'select pg_sleep(%' and state = 'active'
                    and datname = current_database())
                """
            let task = Task {
                try await database.withConnection { connection in
                    try await connection.transaction { try await connection.query("select pg_sleep(\(3600.0))") }
                }
            }
            try await eventually(database, "select \(running)")
            task.cancel()
            await #expect(throws: CancellationError.self) { try await task.value }
            #expect(try await database.value("select \(running)") == false)
            let status = try await database.withConnection { try await $0.query("select 1 as one").rows.count }
            #expect(status == 1)
        }
    }

    @Test("a connection that is closed for the sake of a cancel says nothing against the database")
    func healthAfterCancel() async throws {
        try await TestDatabases.shared.withDatabase { url in
            try await withDatabase(DatabaseConfiguration(url: url)) { database in
                let task = Task {
                    try await database.withConnection { try await $0.query("select pg_sleep(\(3600.0))") }
                }
                try await withDatabase(DatabaseConfiguration(url: url)) { observer in
                    try await eventually(
                        observer,
                        """
                        select exists (select from pg_stat_activity where query like 'select pg_sleep(%'
                            and state = 'active' and datname = current_database())
                        """)
                    task.cancel()
                    await #expect(throws: CancellationError.self) { try await task.value }
                    // The server sees the connection gone: the client has closed it.
                    try await eventually(
                        observer,
                        """
                        select count(*) = 1 from pg_stat_activity
                        where datname = current_database() and backend_type = 'client backend'
                        """)
                    #expect(database.isUp)
                }
            }
        }
    }

    @Test("a task that was cancelled before sends nothing, on either kind of connection")
    func cancelledBefore() async throws {
        try await withTestDatabase { database in
            try await database.query("create table t (n int8)")
            let task = Task {
                withUnsafeCurrentTask { $0?.cancel() }
                await #expect(throws: CancellationError.self) { try await database.query("insert into t values (1)") }
                await #expect(throws: CancellationError.self) {
                    try await database.withConnection { try await $0.query("insert into t values (1)") }
                }
            }
            await task.value
            #expect(try await database.value("select count(*) from t") == 0)
        }
    }

    @Test("a connection is of no use after its scope")
    func scope() async throws {
        try await withTestDatabase { database in
            let escaped = try await database.withConnection { $0 }
            #expect(try await postgresError { try await escaped.query("select 1") }.kind == .closed)
        }
    }

    @Test("a script runs many statements in one transaction, and none when one fails")
    func scripts() async throws {
        try await withTestDatabase { database in
            try await database.withConnection { connection in
                try await connection.script("create table t (n int8); insert into t values (1); select * from t;")
                let error = try await postgresError {
                    try await connection.script("insert into t values (2); insert into nowhere values (1)")
                }
                #expect(error.sqlState == "42P01")
                // The pipeline works again afterwards.
                #expect(try await connection.query("select n from t where n > \(0)").rows.count == 1)
                #expect(
                    try await postgresError { try await connection.script("copy t from stdin") }.sqlState == "57014")
                #expect(try await connection.query("select n from t").rows.count == 1)
            }
        }
    }

    @Test("rows of every type are copied in the binary format, twenty thousand of them too")
    func binaryCopy() async throws {
        try await withTestDatabase { database in
            try await database.query(
                "create table t (id uuid, n int4, note text, data jsonb, tags text[], raw bytea, at timestamptz)")
            var rows = CopyRows()
            for number in 0..<20_000 {
                let note = number % 2 == 0 ? "é\t\(number)\n" : nil
                rows.append(
                    UUID(), Int32(number), note, JSONText("{\"n\":\(number)}"), ["a", nil] as [String?],
                    [0, 255] as [UInt8], Date(timeIntervalSince1970: Double(number)))
            }
            let columns = ["id", "n", "note", "data", "tags", "raw", "at"]
            let data = rows
            let copied = try await database.withConnection { try await $0.copy(into: "t", columns: columns, data) }
            #expect(copied == 20_000)
            let row = try #require(
                try await database.query(
                    """
                    select count(*) as rows, sum(n)::int8 as total, count(note) as notes, max(note) as last,
                           sum((data->>'n')::int8)::int8 as json, max(extract(epoch from at))::int8 as at
                    from t where tags[2] is null and raw = '\\x00ff'
                    """
                ).rows.first)
            #expect(try row.decode("rows", as: Int.self) == 20_000)
            #expect(try row.decode("total", as: Int.self) == 199_990_000)
            #expect(try row.decode("json", as: Int.self) == 199_990_000)
            #expect(try row.decode("notes", as: Int.self) == 10_000)
            #expect(try row.decode("last", as: String.self) == "é\t9998\n")
            #expect(try row.decode("at", as: Int.self) == 19_999)
        }
    }

    @Test("a COPY that the server refuses copies nothing, and the connection goes on")
    func refusedCopy() async throws {
        try await withTestDatabase { database in
            try await database.query("create table t (n int8 check (n < 10))")
            try await database.withConnection { connection async throws in
                #expect(try await connection.copy("copy t from stdin", Array("1\n2\n".utf8)) == 2)
                let lines = Array((0..<200_000).map { "\($0)\n" }.joined().utf8)
                #expect(
                    try await postgresError { try await connection.copy("copy t from stdin", lines) }.sqlState
                        == "23514")
                #expect(
                    try await postgresError { try await connection.copy("copy nowhere from stdin", lines) }.sqlState
                        == "42P01")
                #expect(try await connection.query("select n from t").rows.count == 2)
            }
        }
    }

    @Test("operations of one connection that are asked for side by side run one after another")
    func concurrentUse() async throws {
        try await withTestDatabase { database in
            try await database.withConnection { connection in
                async let script: Void = connection.script("select 1; select 2")
                async let one = connection.query("select 1 as n")
                async let two = connection.query("select 2 as n")
                try await script
                #expect(try await one.rows.first?.decode("n", as: Int.self) == 1)
                #expect(try await two.rows.first?.decode("n", as: Int.self) == 2)
            }
        }
    }
}
