public import Assembly
import Contracts
public import Jobs
public import Operations
public import Postgres

/// What people and programs are to learn, by every channel, each once.
public enum NotificationsDomain: FleetDomain {
    public static let name = "notifications"
    public static var definitions: [JobDefinition] {
        Channel.allCases.map(\.definition) + [Channel.digest, NotificationRequest.definition]
    }
    public static func route(for kind: JobKind) -> String? { "POST /notifications" }
    public static var migrations: MigrationSet { NotificationMigrations.all }
    public static var personalRows: [PersonalRows] { PersonalRows.ofNotifications }
    public static var variables: [Variable] { Variable.ofNotifications }
    public static var worker: WorkerProcess? { WorkerProcess("notify", executable: "NotifyWorker", usesMail: true) }

    public static func housekeeping(
        _ resources: WorkerProgram.Resources, _ reader: inout ConfigurationReader
    ) -> [any Service] {
        let store = NotificationStore(database: resources.database, jobs: resources.jobs)
        let retention = reader.duration(
            .notificationRetention, in: .seconds(7 * 86_400) ... .seconds(10_000 * 86_400))
        return [
            PeriodicService.abandonedDeliveries(store, logger: resources.logger),
            PeriodicService.notificationRetention(store, retention, logger: resources.logger),
            PeriodicService.overdueSchedules(store, logger: resources.logger),
        ]
    }
}
