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

    public static var migrations: [Migration] { ScanMigrations.all }
    public static var variables: [Variable] { Variable.ofScans }
    public static var worker: WorkerProcess? {
        WorkerProcess("scan", executable: "ScanWorker", usesCloud: true)
    }

    public static func templates(_ database: Database) -> [any ScheduleTemplate] {
        [ScanTemplate(accounts: AccountStore(database: database))]
    }

    public static func housekeeping(
        _ resources: WorkerProgram.Resources, _ reader: inout ConfigurationReader
    ) -> [any Service] {
        let scans = ScanStore(database: resources.database)
        return [
            PeriodicService.scanHistory(scans: scans, retention: ScanRetention(&reader), logger: resources.logger)
        ]
    }
}
