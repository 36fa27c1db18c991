public import Execution
import Foundation
import Jobs
public import Operations
public import Postgres
import Reactor
import Storage

/// A worker, from its command line to its exit status. The same program is supervisor and executor: started by a
/// person it supervises, started by itself it executes.
public struct WorkerProgram: Sendable {
    /// What handlers are made from; only an executor uses it.
    public struct Resources: Sendable {
        public let database: Database
        public let logger: Logger
    }

    let name: String
    let queue: QueueName
    let defaultConcurrency: Int
    let handlers: @Sendable (Resources, inout ConfigurationReader) -> HandlerRegistry

    /// - Parameters:
    ///   - name: of the worker and of its queue.
    ///   - concurrency: jobs at once in one process, unless `CONCURRENCY` says otherwise.
    ///   - handlers: the kinds that it knows; settings that they need are read here.
    public init(
        _ name: String, concurrency: Int,
        handlers: @escaping @Sendable (Resources, inout ConfigurationReader) -> HandlerRegistry
    ) {
        self.name = name
        queue = QueueName(rawValue: name)
        defaultConcurrency = concurrency
        self.handlers = handlers
    }

    /// Runs until the worker is told to stop, then ends the process.
    public func run() async -> Never {
        var arguments = Array(CommandLine.arguments.dropFirst())
        let role = ExecutorRole(removingFrom: &arguments)
        let own = arguments
        await Program.run(name) {
            let settings = try Settings(self, arguments: own)
            if let role { return await settings.execute(role) }
            return try await settings.supervise(arguments: own)
        }
    }
}

/// What a supervisor tells the program that it starts as its executor.
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
    let logger: Logger

    init(_ program: WorkerProgram, arguments: [String]) throws {
        self.program = program
        var reader = ConfigurationReader(arguments: arguments)
        configuration = WorkerConfiguration(&reader, defaultConcurrency: program.defaultConcurrency)
        logger = configuration.common.logger(program.name)
        connections = try Connections(configuration.common, name: program.name, shared: Executor.overlap)
        var handlers = program.handlers(
            WorkerProgram.Resources(database: connections.database, logger: logger), &reader)
        try reader.finish()
        if configuration.servesBench { BenchKinds.register(in: &handlers) }
        self.handlers = handlers
        let hasBench = configuration.servesBench && program.queue != BenchKinds.queue
        queues = [program.queue] + (hasBench ? [BenchKinds.queue] : [])
    }

    func supervise(arguments: [String]) async throws -> Int32 {
        let (_, redis) = try Connections.broker(configuration.common, name: program.name)
        let broker = FallbackBroker(
            redis, secondary: PostgresBroker(store: connections.store), probing: queues[0], logger: logger)
        let session = WorkerSession(
            id: UUID(), worker: program.name, queues: queues, host: ProcessInfo.processInfo.hostName,
            processID: ProcessInfo.processInfo.processIdentifier, concurrency: configuration.concurrency,
            version: Version.current)
        let metrics = WorkerMetrics()
        let supervisor = Supervisor(
            configuration: Supervisor.Configuration(
                session: session, lease: configuration.common.lease, grace: configuration.common.shutdownGrace,
                arguments: arguments),
            handlers: handlers, store: connections.store, broker: broker, metrics: metrics, logger: logger,
            on: connections.loop)
        var services: [any Service] = [supervisor]
        if let port = configuration.common.metricsPort {
            services.append(
                MetricsService(port: port, registry: metrics.registry, connections: connections, logger: logger))
        }
        let group = ServiceGroup(
            services, grace: configuration.common.shutdownGrace, logger: logger, on: connections.loop)
        return await group.run()
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
        let link = SupervisorLink(on: connections.loop, logger: logger)
        await Executor(
            store: connections.store, handlers: handlers, session: role.session, slots: role.slots,
            isSolo: role.isSolo, link: link, logger: logger
        ).run()
        return 0
    }
}
