public import Operations
public import Postgres

/// Whether PostgreSQL answers and can be written.
public enum DatabaseCheck {
    /// - Parameter limit: for the answer, a connection included.
    /// - Returns: what is wrong; nil when nothing is.
    public static func run(on database: Database, within limit: Duration) async -> Diagnosis? {
        do {
            try await database.check(within: limit)
            // The server may be another one, or the database made anew.
            let row = try await database.query("select to_regclass('flotilla.jobs') is null", deadline: limit).rows
                .first
            return try row?.decode(0, as: Bool.self) == true ? Diagnosis(.notMigrated) : nil
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
