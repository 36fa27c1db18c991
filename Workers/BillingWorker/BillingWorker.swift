import Billing
import Fleet
import Flotilla

/// Serves the `billing` queue.
@main
struct BillingWorker {
    static func main() async {
        await WorkerProgram("billing", concurrency: 16, variables: Domains.variables) { resources, reader in
            let store = BillingStore(database: resources.database, jobs: resources.jobs)
            let settings = BillingSettings(&reader)
            return [
                MonthHandler(runner: MonthRunner(store: store, settings: settings)),
                SchoolHandler(runner: SchoolRunner(store: store, settings: settings)),
            ]
        }.run()
    }
}
