import Assembly
import Operations

/// HTTP in, rows out. Stateless; any number may run.
@main
struct APIProgram {
    static func main() async {
        await Program.run("api") {
            let configuration = try ConfigurationReader.read { APIConfiguration(&$0) }
            let logger = configuration.common.logger("api")
            let context = try APIContext(configuration, logger: logger)
            try await EvictionPolicy.demand(of: context.redis)
            let services: [any Service] = [
                context.clock, context.backlog, context.offers, context.watch, context.streams, context.health,
                WebService(configuration: configuration, context: context),
            ]
            return await ServiceGroup(
                services, grace: configuration.common.shutdownGrace, logger: logger, on: context.connections.loop
            ).run()
        }
    }
}
