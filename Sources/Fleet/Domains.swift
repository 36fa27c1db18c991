import Accounts
public import Assembly
import Billing
import Generations
public import Jobs
import Notifications
public import Operations
public import Postgres
import Scans
import School
public import Storage

/// What this fleet is made of. A domain is added to `all`; everything else here, and everything that lists kinds, queues, tables,
/// settings, schedules or processes, follows from that.
public enum Domains {
    public static let all: [any FleetDomain.Type] = [
        AccountsDomain.self,
        ScansDomain.self,
        NotificationsDomain.self,
        BillingDomain.self,
        GenerationsDomain.self,
        SchoolDomain.self,
    ]

    /// With the bench kinds where they are allowed.
    public static func all(includingBench: Bool) -> [any FleetDomain.Type] {
        includingBench ? all + [BenchDomain.self] : all
    }

    public static func kinds(includingBench: Bool) -> [JobKind: JobDefinition] {
        let definitions = all(includingBench: includingBench).flatMap { $0.definitions }
        return Dictionary(definitions.map { ($0.kind, $0) }) { first, _ in first }
    }

    /// Where jobs of a kind are asked for; nil: as plain jobs.
    public static func route(for kind: JobKind, isScheduled: Bool) -> String? {
        isScheduled && schedulable.contains(kind) ? nil : routes[kind]
    }

    private static let schedulable = all.reduce(into: Set<JobKind>()) { $0.formUnion($1.schedulable) }

    /// Kinds that their tenants do not cancel.
    public static let operated = all.reduce(into: Set<JobKind>()) { $0.formUnion($1.operated) }

    private static let routes: [JobKind: String] = Dictionary(
        all.flatMap { domain in
            domain.definitions.compactMap { definition in
                domain.route(for: definition.kind).map { (definition.kind, $0) }
            }
        }
    ) { first, _ in first }

    /// The queues of these kinds, the bench kinds' too.
    public static let queues: [QueueName] = Set(kinds(includingBench: true).values.map(\.queue))
        .sorted { $0.rawValue < $1.rawValue }

    /// Every table and function, in the order in which they are made.
    public static let migrations: MigrationSet = all.reduce(StorageMigrations.all) { $0 + $1.migrations }

    /// Every row that names a person, in the order in which they are erased.
    public static let personalRows: [PersonalRows] = all.flatMap { $0.personalRows } + PersonalRows.ofQueue

    /// Everything that any process of the fleet reads, in the order of the reference documentation.
    public static let variables: [Variable] = Variable.ofEveryFleet + all.flatMap { $0.variables }

    public static let workers: [WorkerProcess] = all(includingBench: true).compactMap { $0.worker }

    /// What schedules can fire.
    public static func templates(_ connections: Connections, includingBench: Bool) -> [any ScheduleTemplate] {
        let jobs = JobTemplate(kinds: kinds(includingBench: includingBench), store: connections.store)
        return [jobs] + all.flatMap { $0.templates(connections) }
    }

    /// Made by the process that fires them, when they are not there. A worker of a program with jobs of its own declares what it
    /// brings along itself.
    public static func schedules(_ reader: inout ConfigurationReader) -> [ScheduleDeclaration] {
        all.flatMap { $0.schedules(&reader) }
    }
}
