import Assembly
import Execution
import Fleet
import Jobs
import Operations
import Storage

/// Fires schedules, makes ready what is due, and puts back what got lost. Any number may run.
@main
struct Enqueuer {
    static func main() async {
        await Program.run("enqueuer") {
            var reader = ConfigurationReader(known: Domains.variables)
            let configuration = CommonConfiguration(&reader)
            let retention = RetentionConfiguration(&reader)
            let logger = configuration.logger("enqueuer")
            let connections = try Connections(databaseURL: configuration.databaseURL, name: "enqueuer", shared: 2)
            let resources = WorkerProgram.Resources(connections, logger: logger)
            let housekeeping = Domains.all.flatMap { $0.housekeeping(resources, &reader) }
            let declared = Domains.schedules(&reader)
            try reader.finish()
            let (redis, broker) = try Connections.broker(
                redisURL: configuration.redisURL, name: "enqueuer", limits: connections.store)
            try await DatabaseFitness.require(of: connections.database)
            try await EvictionPolicy.require(of: redis)
            let metrics = WorkerMetrics()
            let reconciler = Reconciler(
                store: connections.store, broker: broker, queues: Domains.queues, lease: configuration.lease,
                metrics: metrics, logger: logger)
            let schedules = ScheduleStore(database: connections.database)
            let templates = Domains.templates(connections, includingBench: configuration.allowsBench)
            let figures = FleetFigures(store: connections.store, broker: broker)
            metrics.registry.collectSchedules(from: schedules)
            metrics.registry.collectFleet(from: figures)
            metrics.registry.collectPools(of: connections)
            await ServerClock.shared.start(with: connections.store)
            let health = HealthMonitor(
                database: connections.database, needing: Domains.migrations, redis: redis, broker: broker,
                queues: { reconciler.queues }, registry: metrics.registry, logger: logger)
            var services: [any Service] = [
                reconciler, health, figures.service(logger: logger),
                PeriodicService.secretFiles(configuration.secretFiles, logger: logger),
                PeriodicService.serverClock(store: connections.store, logger: logger),
                PeriodicService.failingDuties(of: "enqueuer", in: connections.database, logger: logger),
                PeriodicService.schedules(schedules, templates, broker: broker, logger: logger),
                PeriodicService.scheduleWatch(schedules, logger: logger),
                PeriodicService.declaredSchedules(declared, in: schedules, logger: logger),
                PeriodicService.bulkSteps(store: connections.store, logger: logger),
                PeriodicService.forgottenBulk(store: connections.store, logger: logger),
                PeriodicService.forgottenActions(store: connections.store, retention, logger: logger),
                PeriodicService.dependencies(store: connections.store, broker: broker, logger: logger),
                ActivityWriter(store: connections.store, logger: logger),
                PeriodicService.enqueuedCount(store: connections.store, logger: logger),
                PeriodicService.activityDays(store: connections.store, logger: logger),
                PeriodicService.retention(
                    store: connections.store, retention, registry: metrics.registry, logger: logger),
                LimitKeeper(
                    store: connections.store, broker: broker, queues: { reconciler.queues },
                    lease: configuration.lease, logger: logger),
            ]
            services += housekeeping
            if let port = configuration.metricsPort {
                services.append(
                    MetricsService(
                        port: port, host: configuration.metricsHost, registry: metrics.registry, health: health,
                        logger: logger))
            }
            await ServiceGroup(
                services, grace: configuration.shutdownGrace, logger: logger, on: connections.loop
            ).runThenExit()
        }
    }
}
