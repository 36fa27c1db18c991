/// Brings a database's schema up to the program's, forward only.
///
/// Each missing migration runs in a transaction of its own that holds an advisory lock, looks again whether it is still
/// missing, and records it in `flotilla.migrations` with the SHA-256 of its text. The functions whose text the database
/// never had follow in one transaction under the same lock, recorded in `flotilla.functions` with the version of the program
/// that brought them: those that a newer program brought are left as they are. So any number of programs may
/// migrate at once, and one that is killed leaves whole steps.
public struct Migrator: Sendable {
    /// "flotilla" in ASCII.
    private static let lock: Int64 = 0x666C_6F74_696C_6C61

    private let database: Database
    private let program: [Int]
    private let limit: Duration

    /// - Parameters:
    ///   - program: the numbers of the program's version, the most significant first.
    ///   - limit: for each statement, waiting for the lock included; the configured statement timeout does not apply.
    public init(_ database: Database, program: [Int] = [], limit: Duration = .seconds(600)) {
        self.database = database
        self.program = program
        self.limit = limit
    }

    /// Applies what is missing. Versions that this program does not know stay: a program that is rolled back runs on the newer
    /// schema, and programs may have different domains.
    /// - Returns: what this call applied.
    /// - Throws: `MigrationError`; `PostgresError` when the database cannot be asked.
    public func migrate(_ set: MigrationSet) async throws -> MigrationSet {
        try Self.check(set)
        return try await database.withConnection { connection in
            let isTooOld = try await connection.query(Self.tooOld).rows.first?.decode(0, as: Bool.self)
            if isTooOld == true { throw MigrationError.tooOld }
            let checksums = try await checksums(of: set.migrations.map(\.sql), connection)
            let missing = try await locked(connection) {
                try await makeTables(connection)
                let applied = try await applied(connection)
                return try Self.compare(set.migrations, checksums, applied)
            }
            var done: [Migration] = []
            for (migration, checksum) in missing where try await apply(migration, checksum, connection) {
                done.append(migration)
            }
            return MigrationSet(done, functions: try await apply(set.functions, connection))
        }
    }

    /// What `migrate` would apply now; changes nothing.
    /// - Throws: `MigrationError`; `PostgresError` when the database cannot be asked.
    public func missing(_ set: MigrationSet) async throws -> MigrationSet {
        try Self.check(set)
        return try await database.withConnection { connection in
            if try await connection.query(Self.tooOld).rows.first?.decode(0, as: Bool.self) == true {
                throw MigrationError.tooOld
            }
            let isEmpty = try await connection.query("select to_regclass('flotilla.migrations') is null").rows.first
            if try isEmpty?.decode(0, as: Bool.self) == true { return set }
            let checksums = try await checksums(of: set.migrations.map(\.sql), connection)
            let missing = try Self.compare(set.migrations, checksums, try await applied(connection))
            let functions = try await unknown(set.functions, connection)
            return MigrationSet(missing.map(\.0), functions: functions.map(\.0))
        }
    }

    /// Those of the functions that a newer program brought, with its version: `migrate` leaves them as they are.
    /// - Throws: `PostgresError`; 42P01 when nothing was ever migrated.
    public func newer(_ functions: [RepeatableFunction]) async throws -> [(name: String, program: [Int])] {
        guard try await database.withConnection({ try await hasPrograms($0) }) else { return [] }
        return try await database.query(
            """
            select name, max(program) from flotilla.functions
            where name = any(\(functions.map(\.name))) and program > \(program) group by name order by name
            """
        ).rows.map { (try $0.decode(0), try $0.decode(1)) }
    }

    /// Those of the versions that a database lacks. Functions do not count: a program that was rolled back works with those of
    /// the version after it, whose database may never have had its own.
    /// - Throws: `PostgresError`; 42P01 when nothing was ever migrated.
    public static func missing(
        _ versions: [Int], in database: Database, within limit: Duration
    ) async throws -> [Int] {
        try await database.query(
            """
            select version from unnest(\(versions)) version
            where not exists (select from flotilla.migrations applied where applied.version = version.version)
            order by version
            """, deadline: limit
        ).rows.map { try $0.decode(0, as: Int.self) }
    }

    /// Whether a database was made by a version whose tables this one does not take over.
    public static func isTooOld(_ database: Database, within limit: Duration) async throws -> Bool {
        try await database.query(tooOld, deadline: limit).rows.first?.decode(0) ?? false
    }

    private static let tooOld: Query = """
        select exists (
            select from pg_class class join pg_namespace namespace on namespace.oid = class.relnamespace
            where (nspname, relname) = ('public', 'flotilla_migrations'))
        """

    private static func check(_ set: MigrationSet) throws {
        for (earlier, later) in zip(set.migrations, set.migrations.dropFirst()) where earlier.version >= later.version {
            throw MigrationError.unordered(version: later.version)
        }
        var names: Set<String> = []
        for function in set.functions where !names.insert(function.name).inserted {
            throw MigrationError.repeated(function: function.name)
        }
    }

    private static func compare(
        _ migrations: [Migration], _ checksums: [String], _ applied: [Int: String]
    ) throws -> [(Migration, checksum: String)] {
        let all = Array(zip(migrations, checksums))
        for (migration, checksum) in all {
            if let recorded = applied[migration.version], recorded != checksum {
                throw MigrationError.changed(version: migration.version, name: migration.name)
            }
        }
        return all.filter { applied[$0.0.version] == nil }
    }

    /// - Returns: false when another migrator was faster.
    private func apply(_ migration: Migration, _ checksum: String, _ connection: Connection) async throws -> Bool {
        do {
            return try await locked(connection) {
                guard try await applied(connection)[migration.version] == nil else { return false }
                try await run(migration.sql, named: "migration \(migration.version) (\(migration.name))", connection)
                try await connection.query(
                    """
                    insert into flotilla.migrations (version, name, checksum)
                    values (\(migration.version), \(migration.name), \(checksum))
                    """)
                return true
            }
        } catch let error as PostgresError {
            throw MigrationError.failed(version: migration.version, name: migration.name, error)
        }
    }

    /// All in one transaction, so that a program meets the functions of one version.
    /// - Returns: those whose text the database never had.
    private func apply(_ functions: [RepeatableFunction], _ connection: Connection) async throws
        -> [RepeatableFunction]
    {
        guard !functions.isEmpty else { return [] }
        return try await locked(connection) {
            var done: [RepeatableFunction] = []
            for (function, checksum) in try await unknown(functions, connection) {
                do {
                    try await run(function.sql, named: "the file of functions \(function.name)", connection)
                    try await connection.query(
                        """
                        insert into flotilla.functions (name, hash, program)
                        values (\(function.name), \(checksum), \(program))
                        """)
                } catch let error as PostgresError {
                    throw MigrationError.functionFailed(name: function.name, error)
                }
                done.append(function)
            }
            return done
        }
    }

    /// Those whose text the database never had, and that no newer program brought.
    private func unknown(
        _ functions: [RepeatableFunction], _ connection: Connection
    ) async throws -> [(RepeatableFunction, checksum: String)] {
        let checksums = try await checksums(of: functions.map(\.sql), connection)
        // Read as JSON, in which a column that an earlier program did not make is null.
        let known = try await connection.query(
            """
            select exists (
                select from flotilla.functions function
                where function.name = given.name
                    and (function.hash = given.hash or to_jsonb(function) -> 'program' > to_jsonb(\(program))))
            from unnest(\(functions.map(\.name)), \(checksums)) with ordinality as given (name, hash, place)
            order by place
            """
        ).rows.map { try $0.decode(0, as: Bool.self) }
        return zip(zip(functions, checksums), known).compactMap { $1 ? nil : ($0.0, $0.1) }
    }

    private func run(_ sql: String, named name: String, _ connection: Connection) async throws {
        let before = try await transactionID(connection)
        try await connection.script(sql, deadline: limit)
        guard try await transactionID(connection) == before else { throw MigrationError.endedTransaction(name: name) }
    }

    /// A transaction that has the lock until its end and is not cut short by the session's timeouts.
    private func locked<Value: Sendable>(
        _ connection: Connection, _ body: () async throws -> Value
    ) async throws -> Value {
        try await connection.transaction {
            try await connection.query("select set_config('statement_timeout', '0', true)")
            try await connection.query("select pg_advisory_xact_lock(\(Self.lock))", deadline: limit)
            return try await body()
        }
    }

    /// Only what is missing: `if not exists` would ask for the right to create it all the same.
    private func makeTables(_ connection: Connection) async throws {
        let found = try await connection.query(
            """
            select namespace.nspname || '.' || class.relname
            from pg_class class join pg_namespace namespace on namespace.oid = class.relnamespace
            where (nspname, relname) = ('flotilla', 'migrations')
            union all
            select nspname from pg_namespace where nspname = 'flotilla'
            """
        ).rows.map { try $0.decode(0, as: String.self) }
        if found.contains("flotilla.migrations") {
            // Of a database that an earlier program made.
            guard try await !hasPrograms(connection) else { return }
            try await connection.query("alter table flotilla.functions add column program bigint[]")
            return
        }
        if !found.contains("flotilla") { try await connection.query("create schema flotilla") }
        try await connection.query(
            """
            create table flotilla.migrations (
                version    bigint      primary key,
                name       text        not null,
                checksum   text        not null,
                applied_at timestamptz not null default clock_timestamp()
            )
            """)
        try await connection.query(
            """
            create table flotilla.functions (
                name       text        not null,
                hash       text        not null,
                applied_at timestamptz not null default clock_timestamp(),
                program    bigint[],
                primary key (name, hash)
            )
            """)
    }

    /// Whether the versions of programs are kept beside their functions.
    private func hasPrograms(_ connection: Connection) async throws -> Bool {
        let found = try await connection.query(
            """
            select exists (
                select from pg_attribute where attrelid = to_regclass('flotilla.functions') and attname = 'program')
            """)
        return try found.rows.first?.decode(0) ?? false
    }

    private func applied(_ connection: Connection) async throws -> [Int: String] {
        let result = try await connection.query("select version, checksum from flotilla.migrations")
        return Dictionary(try result.rows.map { (try $0.decode(0, as: Int.self), try $0.decode(1)) }) { $1 }
    }

    private func transactionID(_ connection: Connection) async throws -> String? {
        try await connection.query("select pg_current_xact_id()::text").rows.first?.decode(0)
    }

    /// By the server's own SHA-256, so that this room needs no cryptography.
    private func checksums(of texts: [String], _ connection: Connection) async throws -> [String] {
        let result = try await connection.query(
            """
            select encode(sha256(text), 'hex')
            from unnest(\(texts.map { Array($0.utf8) })) with ordinality as given (text, place) order by place
            """)
        return try result.rows.map { try $0.decode(0, as: String.self) }
    }
}
