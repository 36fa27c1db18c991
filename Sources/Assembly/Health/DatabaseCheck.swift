public import Operations
public import Postgres

/// Whether PostgreSQL answers, can be written, and is as new as the program.
public enum DatabaseCheck {
    /// - Parameters:
    ///   - migrations: that the program needs.
    ///   - limit: for the answer, a connection included.
    /// - Returns: what is wrong; nil when nothing is.
    public static func run(
        on database: Database, needing migrations: MigrationSet, within limit: Duration
    ) async -> Diagnosis? {
        do {
            try await database.check(within: limit)
            // The server may be another one, or the database made anew, restored, or not migrated yet.
            let needed = migrations.migrations
            let missing = try await Migrator.missing(needed.map(\.version), in: database, within: limit)
            return missing.isEmpty ? nil : .schemaOutdated(needed.filter { missing.contains($0.version) })
        } catch let error as PostgresError where error.sqlState == "42501" && error.condition == nil {
            // The right to read what was applied came with a version.
            return .schemaOutdated([])
        } catch {
            return .database(error)
        }
    }

    /// Looks twice a second for another session's lock that statements of ours wait for.
    /// - Returns: what is wrong, when one is found; nil when the task is cancelled before.
    public static func lockHeld(in database: Database) async -> Diagnosis? {
        while !Task.isCancelled {
            if let holder = await LockHolder.find(in: database, known: nil, within: .seconds(1)) {
                return holder.diagnosis
            }
            try? await Task.sleep(for: .milliseconds(500))
        }
        return nil
    }
}

extension Diagnosis {
    static let databaseReadOnly = Diagnosis(ServerCondition.readOnly)
    static let databaseTimedOut = Diagnosis(ServerCondition.timedOut)

    /// - Parameter missing: what the program needs and the database lacks, in the order of versions; empty when it cannot be seen.
    static func schemaOutdated(_ missing: [Migration]) -> Diagnosis {
        let shown = missing.prefix(3).map { "\($0.version) (\($0.name))" } + (missing.count > 3 ? ["…"] : [])
        let lacks = missing.isEmpty ? "" : ": it lacks \(shown.joined(separator: ", "))"
        return Diagnosis(
            "postgres_schema_outdated", "The database is older than this program\(lacks).",
            advice: "Run `flotilla migrate` of this version.")
    }

    /// What any error of a question to PostgreSQL says of it.
    public static func database(_ error: any Error) -> Diagnosis {
        // Undefined tables, schemas and functions: 42P01, 3F000, 42883.
        if let state = (error as? PostgresError)?.sqlState, ["42P01", "3F000", "42883"].contains(state) {
            return Diagnosis(.notMigrated)
        }
        return (error as? PostgresError).flatMap { Diagnosis($0) }
            ?? Diagnosis(
                "postgres_failed", "PostgreSQL refused a question (\(error)).",
                advice: "Run `flotilla migrate`, and look into its log.")
    }
}
