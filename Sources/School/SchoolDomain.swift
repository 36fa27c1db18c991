public import Assembly
public import Operations
public import Postgres

/// What professors and pupils of a school do: classes, learning paths, revision. Its jobs are those of other parts of the fleet,
/// which carry out what its rows ask for: it has no kind and no worker of its own.
public enum SchoolDomain: FleetDomain {
    public static let name = "school"
    public static var migrations: MigrationSet { SchoolMigrations.all }

    public static func housekeeping(
        _ resources: WorkerProgram.Resources, _ reader: inout ConfigurationReader
    ) -> [any Service] {
        [PeriodicService.idleSessions(SchoolStore(database: resources.database), logger: resources.logger)]
    }
}
