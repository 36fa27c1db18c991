public import Execution
import Foundation
import Jobs
public import Operations
public import Postgres
import Reactor
public import Storage
import Tracing

/// A worker, from its command line to its exit status. The same program is supervisor and executor: started by a
/// person it supervises, started by itself it executes.
public struct WorkerProgram: Sendable {
    /// What handlers are made from; only an executor uses it.
    public struct Resources: Sendable {
        /// For what handlers read and write before the result; rows that belong to the result are its effects.
        public let database: TenantDatabase
        public let jobs: PostgresJobStore
        public let logger: Logger

        public init(_ connections: Connections, logger: Logger) {
            database = connections.domains
            jobs = connections.store
            self.logger = logger
        }
    }

    let name: String
    let defaultConcurrency: Int
    let weights: [QueueName: Int]
    let schedules: [ScheduleDeclaration]
    let domains: [any FleetDomain.Type]
    let variables: [Variable]?
    let migrations: MigrationSet
    let handlers: @Sendable (Resources, inout ConfigurationReader) -> [any JobHandler]

    /// The worker serves the queues of the kinds that its handlers run.
    /// - Parameters:
    ///   - name: of the worker, in logs and in `flotilla workers`.
    ///   - concurrency: jobs at once in one process, unless `CONCURRENCY` says otherwise.
    ///   - weights: how the slots are shared when several queues have work; 1 for a queue that is not named.
    ///   - schedules: that the program brings along; made when they are missing, and changed when it declares them
    ///     otherwise than before.
    ///   - domains: of a program with tables of its own. Started with the argument `migrate`, it makes them, after those of the
    ///     queue. Their schedules are declared too.
    ///   - variables: every setting of the fleet that the worker is a part of; another name that begins with `FLOTILLA_` stops
    ///     it. nil when it does not know them all: then only what looks like a misspelt name does.
    ///   - migrations: that it needs before it says that it is ready; nil: those of the queue and of its domains.
    ///   - handlers: the kinds that it knows; settings that they need are read here.
    public init(
        _ name: String, concurrency: Int = 16, weights: [QueueName: Int] = [:],
        schedules: [ScheduleDeclaration] = [], domains: [any FleetDomain.Type] = [], variables: [Variable]? = nil,
        migrations: MigrationSet? = nil,
        handlers: @escaping @Sendable (Resources, inout ConfigurationReader) -> [any JobHandler]
    ) {
        self.name = name
        defaultConcurrency = concurrency
        self.weights = weights
        self.schedules = schedules
        self.domains = domains
        self.variables = variables
        self.migrations = migrations ?? domains.reduce(StorageMigrations.all) { $0 + $1.migrations }
        self.handlers = handlers
    }

    /// Runs until the worker is asked to stop, then ends the process. With the argument `migrate` it brings the database
    /// up to the program's version instead; `DATABASE_URL` is then that of a login that may make tables.
    public func run() async -> Never {
        var arguments = Array(CommandLine.arguments.dropFirst())
        if arguments.first == "migrate" {
            let settings = Array(arguments.dropFirst())
            await Program.run(name) { try await migrate(settings) }
        }
        let role = ExecutorRole(removingFrom: &arguments)
        let own = arguments
        await Program.run(name) {
            let settings = try Settings(self, arguments: own)
            if let role { return await settings.execute(role) }
            return try await settings.supervise(arguments: own)
        }
    }

    fileprivate func reader(_ arguments: [String]) -> ConfigurationReader {
        let own = Variable.ofEveryFleet + domains.flatMap { $0.variables }
        return ConfigurationReader(
            arguments: arguments, known: variables ?? own, unknownNames: variables == nil ? .refusedWhenClose : .refused
        )
    }

    private func migrate(_ arguments: [String]) async throws -> Int32 {
        let common = try ConfigurationReader.read(from: reader(arguments)) { CommonConfiguration(&$0) }
        let applied = try await DatabaseMigration(domains: domains).apply(to: common.databaseURL.reveal())
        for migration in applied.migrations { print("applied \(migration.version) \(migration.name)") }
        for function in applied.functions { print("replaced the functions \(function.name)") }
        if applied.isEmpty { print("nothing to do") }
        return 0
    }
}

/// The arguments with which a supervisor starts the program as its executor.
struct ExecutorRole {
    let session: UUID
    let slots: Int
    let isSolo: Bool

    /// Takes `--executor SESSION --slots N [--solo]` from the end of the arguments; nil when they are not there.
    init?(removingFrom arguments: inout [String]) {
        guard let start = arguments.firstIndex(of: "--executor") else { return nil }
        let own = Array(arguments[start...])
        arguments.removeSubrange(start...)
        guard own.count >= 4, own[2] == "--slots", let session = UUID(uuidString: own[1]), let slots = Int(own[3])
        else { return nil }
        self.session = session
        self.slots = slots
        isSolo = own.contains("--solo")
    }
}

/// A worker's settings, read, and the two lives that it can lead with them.
private struct Settings {
    let program: WorkerProgram
    let configuration: WorkerConfiguration
    let connections: Connections
    let handlers: HandlerRegistry
    let queues: [QueueName]
    let schedules: [ScheduleDeclaration]
    let logger: Logger

    init(_ program: WorkerProgram, arguments: [String]) throws {
        self.program = program
        var reader = program.reader(arguments)
        configuration = WorkerConfiguration(&reader, defaultConcurrency: program.defaultConcurrency)
        logger = configuration.common.logger(program.name)
        connections = try Connections(
            databaseURL: configuration.common.databaseURL, name: program.name, shared: Executor.overlap)
        let own = program.handlers(
            WorkerProgram.Resources(connections, logger: logger), &reader)
        schedules = program.schedules + program.domains.flatMap { $0.schedules(&reader) }
        try reader.finish()
        handlers = HandlerRegistry(own + (configuration.servesBench ? BenchKinds.handlers : []))
        queues = Set(handlers.definitions.map(\.queue)).sorted { $0.rawValue < $1.rawValue }
    }

    func supervise(arguments: [String]) async throws -> Int32 {
        let (redis, primary) = try Connections.broker(
            redisURL: configuration.common.redisURL, name: program.name, limits: connections.store)
        try await DatabaseFitness.require(of: connections.database)
        try await EvictionPolicy.require(of: redis)
        let broker = FallbackBroker(
            primary, secondary: PostgresBroker(store: connections.store), queues: queues,
            diagnose: { Diagnosis.redis($0) ?? .unknownRefusal }, logger: logger)
        let session = WorkerSession(
            id: UUID(), worker: program.name, queues: queues, host: ProcessInfo.processInfo.hostName,
            processID: ProcessInfo.processInfo.processIdentifier, concurrency: configuration.concurrency,
            version: Version.current)
        let metrics = WorkerMetrics()
        metrics.expect(handlers.definitions)
        metrics.registry.collectPools(of: connections)
        let traces = configuration.common.traces(
            of: program.name, instance: session.id, registry: metrics.registry, logger: logger)
        let supervisor = Supervisor(
            configuration: Supervisor.Configuration(
                session: session, lease: configuration.common.lease, grace: configuration.common.shutdownGrace,
                arguments: arguments, weights: program.weights,
                recycling: ExecutorRecycling(memory: configuration.executorMemory, jobs: configuration.executorJobs)),
            handlers: handlers, store: connections.store, broker: broker, streams: primary, metrics: metrics,
            observers: [ActivityObserver(.shared, isSupervisor: true)], traces: traces, logger: logger,
            on: connections.loop)
        await ServerClock.shared.start(with: connections.store)
        let health = HealthMonitor(
            database: connections.database, needing: program.migrations, redis: redis, broker: primary,
            queues: { [queues] in queues }, registry: metrics.registry, logger: logger)
        var services: [any Service] = [
            // It is stopped after the supervisor, whose runs it counts.
            ActivityWriter(store: connections.store, logger: logger), supervisor, health,
            PeriodicService.serverClock(store: connections.store, logger: logger),
            PeriodicService.failingDuties(of: program.name, in: connections.database, logger: logger),
            PeriodicService.secretFiles(configuration.common.secretFiles, logger: logger),
            LimitKeeper(
                store: connections.store, broker: primary, queues: { [queues] in queues },
                lease: configuration.common.lease, pause: .seconds(3), logger: logger),
        ]
        // Stopped last: what the others did is sent before.
        if let traces { services.insert(traces, at: 0) }
        if !schedules.isEmpty {
            services.append(
                PeriodicService.declaredSchedules(
                    schedules, in: ScheduleStore(database: connections.database), logger: logger))
        }
        if let port = configuration.common.metricsPort {
            services.append(
                MetricsService(
                    port: port, host: configuration.common.metricsHost, registry: metrics.registry, health: health,
                    logger: logger))
        }
        let group = ServiceGroup(
            services, grace: configuration.common.shutdownGrace, logger: logger, on: connections.loop)
        await group.runThenExit()
    }

    func execute(_ role: ExecutorRole) async -> Int32 {
        // Ends with its supervisor: a plain thread sees to it, whatever the handlers do.
        do {
            try ParentWatch.start(descriptor: SupervisorLink.channelDescriptor)
        } catch {
            logger.error("the supervisor cannot be watched", ["error": .error(error)])
            return 1
        }
        CurrentProcess.ignoreBrokenPipes()
        let clock = PeriodicService.serverClock(store: connections.store, logger: logger)
        let duties = PeriodicService.failingDuties(of: program.name, in: connections.database, logger: logger)
        let files = PeriodicService.secretFiles(configuration.common.secretFiles, logger: logger)
        let activity = ActivityWriter(store: connections.store, logger: logger)
        let own: [any Service] = [clock, duties, files, activity]
        let services = own.map { service in Task { try await service.run() } }
        defer { for service in services { service.cancel() } }
        let link = SupervisorLink(on: connections.loop, logger: logger)
        var observers: [any RunObserver] = [ActivityObserver(.shared, isSupervisor: false)]
        if let log = RunLog(logger) { observers.append(log) }
        await Executor(
            store: connections.store, handlers: handlers, session: role.session, slots: role.slots,
            isSolo: role.isSolo, memory: configuration.executorMemory, link: link,
            observers: observers, sampler: configuration.common.tracing.map { Sampler($0.sampler) }, logger: logger
        ).run()
        await activity.stop(by: .now)
        return 0
    }
}
