public import Jobs
public import Operations
public import Postgres
public import Storage

/// A part of a fleet: its kinds of jobs, tables and settings, what schedules can fire of it, and what it keeps clean. Everything
/// that goes through the parts of a fleet loops over a list of these.
public protocol FleetDomain: Sendable {
    /// Lower case, such as `scans`.
    static var name: String { get }
    /// The kinds that it serves. `flotilla migrate` registers them, before any worker runs.
    static var definitions: [JobDefinition] { get }
    /// Where jobs of a kind are asked for, such as `POST /scans`, when they have rows of the domain beside them: without these
    /// they would be of no use, so `POST /jobs` and schedules refuse the kind. nil: as plain jobs.
    static func route(for kind: JobKind) -> String?
    /// Its tables, in the order of their numbers, and its functions; each domain has a hundred numbers of its own.
    static var migrations: MigrationSet { get }
    /// Its rows that name persons, in the order in which they are erased.
    static var personalRows: [PersonalRows] { get }
    /// The settings that its processes read beside those of every process.
    static var variables: [Variable] { get }
    /// The program that runs its jobs; nil when another domain's does, or none.
    static var worker: WorkerProcess? { get }
    /// Those of the kinds that have a route and can be scheduled as plain jobs all the same: their handlers make the rows.
    static var schedulable: Set<JobKind> { get }
    /// Those of the kinds whose jobs operators alone cancel: a tenant would spare itself what they do.
    static var operated: Set<JobKind> { get }
    /// The schedules that it brings along; settings that they need are read here.
    static func schedules(_ reader: inout ConfigurationReader) -> [ScheduleDeclaration]

    /// What schedules can fire of it beside plain jobs.
    static func templates(_ connections: Connections) -> [any ScheduleTemplate]

    /// Periodic duties of the enqueuer; settings that they need are read here.
    static func housekeeping(
        _ resources: WorkerProgram.Resources, _ reader: inout ConfigurationReader
    ) -> [any Service]
}

extension FleetDomain {
    public static var definitions: [JobDefinition] { [] }
    public static func route(for kind: JobKind) -> String? { nil }
    public static var migrations: MigrationSet { MigrationSet([]) }
    public static var personalRows: [PersonalRows] { [] }
    public static var variables: [Variable] { [] }
    public static var worker: WorkerProcess? { nil }
    public static var schedulable: Set<JobKind> { [] }
    public static var operated: Set<JobKind> { [] }
    public static func schedules(_ reader: inout ConfigurationReader) -> [ScheduleDeclaration] { [] }
    public static func templates(_ connections: Connections) -> [any ScheduleTemplate] { [] }
    public static func housekeeping(
        _ resources: WorkerProgram.Resources, _ reader: inout ConfigurationReader
    ) -> [any Service] { [] }
}

/// How `flotilla up` starts the worker of a domain.
public struct WorkerProcess: Sendable, Hashable {
    /// In `--workers` and in the logs, such as `scan`.
    public let name: String
    /// The program's file beside `flotilla`, such as `ScanWorker`.
    public let executable: String
    /// Added to what every process gets.
    public let environment: [String: String]
    /// How many without `--workers`.
    public let standardCount: Int
    /// Whether it uses the demonstration's cloud.
    public let usesCloud: Bool
    /// Whether it sends mail: without `SMTP_URL` a server that catches it is started.
    public let usesMail: Bool
    /// Whether it asks language models: without `OLLAMA_HOST` and `OPENAI_BASE_URL` it gets small ones on this machine.
    public let usesModels: Bool

    public init(
        _ name: String, executable: String, environment: [String: String] = [:], standardCount: Int = 1,
        usesCloud: Bool = false, usesMail: Bool = false, usesModels: Bool = false
    ) {
        self.name = name
        self.executable = executable
        self.environment = environment
        self.standardCount = standardCount
        self.usesCloud = usesCloud
        self.usesMail = usesMail
        self.usesModels = usesModels
    }
}
