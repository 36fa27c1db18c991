public import Postgres

/// Whether this version can work with a database at all.
public enum DatabaseFitness {
    /// To be called at start: a database of a version before 0.2 is refused, and so is a pooler that hands sessions on. One that
    /// cannot be asked is not: it may be away for a moment.
    /// - Throws: `MigrationError.tooOld`; `PostgresError` whose condition is `poolerUnfit`.
    public static func require(of database: Database) async throws {
        do {
            if try await Migrator.isTooOld(database, within: .seconds(2)) { throw MigrationError.tooOld }
        } catch let error as PostgresError {
            if error.condition == .poolerUnfit { throw error }
        }
    }
}
