import Catalogue
import Assembly
import Execution
import Operations
import Scans

/// Fires schedules, makes ready what is due, and puts back what got lost. Any number may run.
@main
struct Enqueuer {
    static func main() async {
        await Program.run("enqueuer") {
            let (configuration, retention) = try ConfigurationReader.read {
                (CommonConfiguration(&$0), RetentionConfiguration(&$0))
            }
            let logger = configuration.logger("enqueuer")
            let connections = try Connections(databaseURL: configuration.databaseURL, name: "enqueuer", shared: 2)
            let (redis, broker) = try Connections.broker(
                redisURL: configuration.redisURL, name: "enqueuer", limits: connections.store)
            try await EvictionPolicy.demand(of: redis)
            let metrics = WorkerMetrics()
            let reconciler = Reconciler(
                store: connections.store, broker: broker, queues: Queues.all, lease: configuration.lease,
                metrics: metrics, logger: logger)
            var services: [any Service] = [
                reconciler, BulkService(store: connections.store, logger: logger),
                ScanHistoryService(
                    scans: ScanStore(database: connections.database), retention: retention, logger: logger),
                EvictionWatch(redis: redis, logger: logger),
                LimitKeeper(
                    store: connections.store, broker: broker, queues: { reconciler.queues },
                    lease: configuration.lease, logger: logger),
            ]
            if let port = configuration.metricsPort {
                services.append(
                    MetricsService(
                        port: port, registry: metrics.registry, connections: connections, logger: logger))
            }
            return await ServiceGroup(
                services, grace: configuration.shutdownGrace, logger: logger, on: connections.loop
            ).run()
        }
    }
}
