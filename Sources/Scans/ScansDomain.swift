import Accounts
public import Assembly
public import Jobs
public import Operations
public import Postgres
public import Storage

/// Scans of cloud accounts, and what they find.
public enum ScansDomain: FleetDomain {
    public static let name = "scans"

    public static var definitions: [JobDefinition] {
        ScanService.offered.map(\.definition) + [ReadMetrics.definition]
    }

    public static func route(for kind: JobKind) -> String? { "POST /scans" }
    public static var migrations: MigrationSet { ScanMigrations.all }
    public static var personalRows: [PersonalRows] { PersonalRows.ofScans }
    public static var variables: [Variable] { Variable.ofScans }
    public static var worker: WorkerProcess? {
        WorkerProcess("scan", executable: "ScanWorker", usesCloud: true)
    }

    public static func templates(_ connections: Connections) -> [any ScheduleTemplate] {
        [ScanTemplate(accounts: AccountStore(database: connections.domains))]
    }

    public static func housekeeping(
        _ resources: WorkerProgram.Resources, _ reader: inout ConfigurationReader
    ) -> [any Service] {
        let scans = ScanStore(database: resources.database, jobs: resources.jobs)
        return [
            PeriodicService.scanHistory(scans: scans, retention: ScanRetention(&reader), logger: resources.logger),
            PeriodicService.finishedScans(scans: scans, logger: resources.logger),
        ]
    }
}
