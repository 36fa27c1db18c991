public import Assembly
public import Jobs
public import Operations
public import Postgres
public import Storage

/// What professors and pupils of a school do: classes, learning paths, revision, messages and appointments. What its rows ask of
/// models and of channels is carried out by jobs of other parts of the fleet; of its own jobs, a school's paperwork runs where bills
/// are made, and what looks whether messages are known of where people are notified.
public enum SchoolDomain: FleetDomain {
    public static let name = "school"
    static let queue: QueueName = "billing"
    public static var definitions: [JobDefinition] {
        [RecountIndicators.definition, ExportPerson.definition, ErasePerson.definition, MessageDigest.definition]
    }
    public static func route(for kind: JobKind) -> String? {
        switch kind {
        case ExportPerson.definition.kind: "POST /users/{id}/export"
        case ErasePerson.definition.kind: "POST /users/{id}/erase"
        case MessageDigest.definition.kind: "POST /conversations/{id}/messages"
        default: nil
        }
    }
    public static var migrations: MigrationSet { SchoolMigrations.all }
    public static var variables: [Variable] { [.blockedWords] }
    public static var personalRows: [PersonalRows] { PersonalRows.ofSchool }

    public static func schedules(_ reader: inout ConfigurationReader) -> [ScheduleDeclaration] {
        let night = try? ScheduleDeclaration(
            name: "indicator-recount", cron: "30 4 * * *", timeZone: "UTC", kind: RecountIndicators.definition.kind)
        return night.map { [$0] } ?? []
    }

    public static func housekeeping(
        _ resources: WorkerProgram.Resources, _ reader: inout ConfigurationReader
    ) -> [any Service] {
        let store = SchoolStore(database: resources.database)
        return [
            PeriodicService.idleSessions(store, logger: resources.logger),
            PeriodicService.revisionTotals(store, logger: resources.logger),
            PeriodicService.expiredArchives(store, logger: resources.logger),
        ]
    }
}
