import Fleet
import Flotilla
import Notifications
import School

/// Serves the `notify` queue.
@main
struct NotifyWorker {
    static func main() async {
        await WorkerProgram("notify", concurrency: 32, variables: Domains.variables, migrations: Domains.migrations) {
            resources, reader in
            let store = NotificationStore(database: resources.database, jobs: resources.jobs)
            let runner = DeliveryRunner(store: store, ports: Ports.all(store, resources.logger, &reader))
            let requests = RequestRunner(store: store)
            let definitions = Channel.allCases.filter { $0 != .inApp }.map(\.definition) + [Channel.digest]
            return definitions.map { DeliveryHandler(definition: $0, runner: runner) } + [
                InboxHandler(deliveries: runner, requests: requests), RequestHandler(runner: requests),
                MessageDigestHandler(store: SchoolStore(database: resources.database)),
            ]
        }.run()
    }
}
