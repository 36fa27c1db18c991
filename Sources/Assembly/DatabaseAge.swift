public import Postgres

/// Whether this version can work with a database at all.
public enum DatabaseAge {
    /// To be called at start: a database of a version before 0.2 is refused. One that cannot be asked is not: it may be
    /// away for a moment.
    /// - Throws: `MigrationError.tooOld`.
    public static func require(of database: Database) async throws {
        guard let isTooOld = try? await Migrator.isTooOld(database, within: .seconds(1)), isTooOld else { return }
        throw MigrationError.tooOld
    }
}
