public import Operations
public import Postgres

/// Whether PostgreSQL answers and can be written.
public enum DatabaseCheck {
    /// - Parameter limit: for the answer, a connection included.
    /// - Returns: what is wrong; nil when nothing is.
    public static func run(on database: Database, within limit: Duration) async -> Diagnosis? {
        do {
            try await database.check(within: limit)
            return nil
        } catch {
            return .database(error)
        }
    }
}

extension Diagnosis {
    static let databaseReadOnly = Diagnosis(ServerCondition.readOnly)

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
