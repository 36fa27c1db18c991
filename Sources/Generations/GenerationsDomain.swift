public import Assembly
public import Jobs
public import Operations
public import Postgres
public import Storage

/// What is asked of models: documents to draw on, generations, and what they cost.
public enum GenerationsDomain: FleetDomain {
    public static let name = "generations"
    public static var definitions: [JobDefinition] {
        GenerationType.allCases.map(\.definition) + [TrainingJob.definition]
    }
    public static func route(for kind: JobKind) -> String? {
        kind == TrainingJob.definition.kind ? nil : "POST /generations"
    }
    public static var migrations: MigrationSet { GenerationMigrations.all }
    public static var personalRows: [PersonalRows] { PersonalRows.ofGenerations }
    public static var variables: [Variable] { Variable.ofGenerations }
    public static var worker: WorkerProcess? { WorkerProcess("ai", executable: "AIWorker", usesModels: true) }

    public static func schedules(_ reader: inout ConfigurationReader) -> [ScheduleDeclaration] {
        let night = try? ScheduleDeclaration(
            name: "recommendation-training", cron: "30 3 * * *", timeZone: "UTC", kind: TrainingJob.definition.kind)
        return night.map { [$0] } ?? []
    }

    public static func housekeeping(
        _ resources: WorkerProgram.Resources, _ reader: inout ConfigurationReader
    ) -> [any Service] {
        let store = GenerationStore(database: resources.database, jobs: resources.jobs)
        let retention = GenerationSettings.retention(&reader)
        return [
            PeriodicService.abandonedGenerations(store, logger: resources.logger),
            PeriodicService.generationRetention(store, retention, logger: resources.logger),
            PeriodicService.embeddings(store, logger: resources.logger),
            PeriodicService.orphanedVectors(store, logger: resources.logger),
        ]
    }
}
