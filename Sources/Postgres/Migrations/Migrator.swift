/// Brings a database's schema up to the program's, forward only.
///
/// Each missing migration runs in a transaction of its own that holds an advisory lock, looks again whether it is still
/// missing, and records it in `flotilla_migrations` with the SHA-256 of its text. So any number of programs may migrate at
/// once, and one that is killed leaves whole steps.
public struct Migrator: Sendable {
    /// "flotilla" in ASCII.
    private static let lock: Int64 = 0x666C_6F74_696C_6C61

    private let database: Database
    private let limit: Duration

    /// - Parameter limit: for each statement, waiting for the lock included; the configured statement timeout does not
    ///   apply.
    public init(_ database: Database, limit: Duration = .seconds(600)) {
        self.database = database
        self.limit = limit
    }

    /// Applies what is missing.
    /// - Parameter refusingNewer: whether versions that this program does not know are an error, before anything is
    ///   applied. A program that is rolled back runs on the newer schema, so usually they are not.
    /// - Returns: the migrations that this call applied.
    /// - Throws: `MigrationError`; `PostgresError` when the database cannot be asked.
    public func migrate(_ migrations: [Migration], refusingNewer: Bool = false) async throws -> [Migration] {
        try Self.checkOrder(migrations)
        return try await database.withConnection { connection in
            let checksums = try await checksums(of: migrations, connection)
            let missing = try await locked(connection) {
                try await makeTable(connection)
                let applied = try await applied(connection)
                return try Self.compare(migrations, checksums, applied, refusingNewer: refusingNewer)
            }
            var done: [Migration] = []
            for migration in missing where try await apply(migration, checksums, connection) { done.append(migration) }
            return done
        }
    }

    private static func checkOrder(_ migrations: [Migration]) throws {
        for (earlier, later) in zip(migrations, migrations.dropFirst()) where earlier.version >= later.version {
            throw MigrationError.unordered(version: later.version)
        }
    }

    private static func compare(
        _ migrations: [Migration], _ checksums: [Int: String], _ applied: [Int: String], refusingNewer: Bool
    ) throws -> [Migration] {
        for migration in migrations {
            if let recorded = applied[migration.version], recorded != checksums[migration.version] {
                throw MigrationError.changed(version: migration.version, name: migration.name)
            }
        }
        if refusingNewer, let unknown = applied.keys.filter({ checksums[$0] == nil }).max() {
            throw MigrationError.newer(version: unknown)
        }
        return migrations.filter { applied[$0.version] == nil }
    }

    /// - Returns: false when another migrator was faster.
    private func apply(_ migration: Migration, _ checksums: [Int: String], _ connection: Connection) async throws
        -> Bool
    {
        do {
            return try await locked(connection) {
                guard try await applied(connection)[migration.version] == nil else { return false }
                let before = try await transactionID(connection)
                try await connection.script(migration.sql, deadline: limit)
                guard try await transactionID(connection) == before else {
                    throw MigrationError.endedTransaction(version: migration.version, name: migration.name)
                }
                try await connection.query(
                    """
                    insert into flotilla_migrations (version, name, checksum)
                    values (\(migration.version), \(migration.name), \(checksums[migration.version]))
                    """)
                return true
            }
        } catch let error as PostgresError {
            throw MigrationError.failed(version: migration.version, name: migration.name, error)
        }
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

    /// Only where it is missing: `if not exists` would ask for the right to create it all the same.
    private func makeTable(_ connection: Connection) async throws {
        let found = try await connection.query("select to_regclass('flotilla_migrations') is not null")
        if try found.rows.first?.decode(0, as: Bool.self) == true { return }
        try await connection.query(
            """
            create table flotilla_migrations (
                version bigint primary key,
                name text not null,
                checksum text not null,
                applied_at timestamptz not null default clock_timestamp()
            )
            """)
    }

    private func applied(_ connection: Connection) async throws -> [Int: String] {
        let result = try await connection.query("select version, checksum from flotilla_migrations")
        return Dictionary(try result.rows.map { (try $0.decode(0, as: Int.self), try $0.decode(1)) }) { $1 }
    }

    private func transactionID(_ connection: Connection) async throws -> String? {
        try await connection.query("select pg_current_xact_id()::text").rows.first?.decode(0)
    }

    /// By the server's own SHA-256, so that this room needs no cryptography.
    private func checksums(of migrations: [Migration], _ connection: Connection) async throws -> [Int: String] {
        let texts = migrations.map { Array($0.sql.utf8) }
        let result = try await connection.query(
            """
            select version, encode(sha256(text), 'hex')
            from unnest(\(migrations.map(\.version)), \(texts)) as given (version, text)
            """)
        return Dictionary(try result.rows.map { (try $0.decode(0, as: Int.self), try $0.decode(1)) }) { $1 }
    }
}
