public import Operations
public import Postgres

/// Whether PostgreSQL answers and can be written.
public enum DatabaseCheck {
    /// - Parameter limit: for the answer, a connection included.
    /// - Returns: what is wrong; nil when nothing is.
    public static func run(on database: Database, within limit: Duration) async -> Diagnosis? {
        do {
            let rows = try await database.execute(
                ["select pg_is_in_recovery() or current_setting('transaction_read_only') = 'on' as is_read_only"],
                deadline: limit
            ).first?.rows
            return try rows?.first?.decode("is_read_only", as: Bool.self) == true ? .databaseReadOnly : nil
        } catch {
            return .database(error)
        }
    }
}

extension Diagnosis {
    static let databaseReadOnly = Diagnosis(ServerCondition.readOnly)

    /// What any error of a question to PostgreSQL says of it.
    public static func database(_ error: any Error) -> Diagnosis {
        (error as? PostgresError).flatMap { Diagnosis($0) }
            ?? Diagnosis(
                "postgres_failed", "PostgreSQL refused a question (\(error)).",
                advice: "Run `flotilla migrate`, and look into its log.")
    }
}
