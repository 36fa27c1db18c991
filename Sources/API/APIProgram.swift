import Assembly
import Billing
import Fleet
import Generations
import Jobs
import Notifications
import Operations
import School

/// HTTP in, rows out. Stateless; any number may run.
@main
struct APIProgram {
    /// Prints the routes and who may use them, as docs/roles.md has them, and ends.
    private static let routesFlag = "--routes"

    static func main() async {
        await Program.run("api") {
            let arguments = Array(CommandLine.arguments.dropFirst())
            let reader = ConfigurationReader(
                arguments: arguments.filter { $0 != Self.routesFlag }, known: Domains.variables)
            let (configuration, notifications, billing, generations, school) = try ConfigurationReader.read(
                from: reader
            ) {
                (
                    APIConfiguration(&$0), NotificationSettings(&$0), BillingSettings(&$0), GenerationSettings(&$0),
                    SchoolSettings(&$0)
                )
            }
            let logger = configuration.common.logger("api")
            let context = try APIContext(
                configuration, notifications, billing, generations, school, logger: logger)
            if arguments.contains(Self.routesFlag) {
                for route in APIModules.router(context).declarations { print(route) }
                return 0
            }
            try await DatabaseFitness.require(of: context.connections.database)
            try await EvictionPolicy.require(of: context.redis)
            await ServerClock.shared.start(with: context.store)
            context.metrics.registry.collectFleet(from: context.figures)
            let deliveries = DeliveryFigures(
                store: NotificationStore(database: context.connections.domains, jobs: context.store),
                registry: context.metrics.registry)
            let payments = PaymentFigures(
                store: BillingStore(database: context.connections.domains, jobs: context.store),
                registry: context.metrics.registry)
            let models = GenerationFigures(
                store: GenerationStore(database: context.connections.domains, jobs: context.store),
                registry: context.metrics.registry)
            let recounts = RecountFigures(
                store: SchoolStore(database: context.connections.domains), registry: context.metrics.registry)
            context.metrics.registry.collectPools(
                of: context.connections,
                and: [("lists", context.lists.database), ("health", context.healthDatabase)])
            var services: [any Service] = [
                PeriodicService.serverClock(store: context.store, logger: logger),
                PeriodicService.partitions(store: context.store, logger: logger),
                PeriodicService.activityDays(store: context.store, logger: logger),
                ActivityWriter(store: context.store, logger: logger),
                PeriodicService.secretFiles(configuration.common.secretFiles, logger: logger),
                PeriodicService.freedMemory(logger: logger), context.figures.service(logger: logger),
                deliveries.service(logger: logger), payments.service(logger: logger), models.service(logger: logger),
                recounts.service(logger: logger),
                context.revocations,
                PeriodicService.failingDuties(of: "api", in: context.connections.database, logger: logger),
                context.backlog, context.offers,
                context.watch, context.streams, context.inboxes, context.conversations, context.topics, context.health,
                WebService(configuration: configuration, context: context),
            ]
            // Stopped last: what the others did is sent before.
            if let traces = context.traces { services.insert(traces, at: 0) }
            await ServiceGroup(
                services, grace: configuration.common.shutdownGrace, logger: logger, on: context.connections.loop
            ).runThenExit()
        }
    }
}
