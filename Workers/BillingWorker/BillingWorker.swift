import Billing
import Fleet
import Flotilla
import HTTPClient
import Stripe

/// Serves the `billing` queue.
@main
struct BillingWorker {
    static func main() async {
        await WorkerProgram("billing", concurrency: 16, variables: Domains.variables, migrations: Domains.migrations) {
            resources, reader in
            let store = BillingStore(database: resources.database, jobs: resources.jobs)
            let settings = BillingSettings(&reader)
            let gateway = settings.stripeKey.map {
                StripeClient(http: WebClient(), key: $0, base: settings.stripeBase)
            }
            return [
                MonthHandler(runner: MonthRunner(store: store, settings: settings)),
                SchoolHandler(runner: SchoolRunner(store: store, settings: settings)),
                ReconciliationHandler(runner: ReconciliationRunner(store: store, gateway: gateway)),
                PaymentHandler(runner: PaymentRunner(store: store, gateway: gateway)),
            ]
        }.run()
    }
}
