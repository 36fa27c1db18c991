import Accounts
import Billing
import Fleet
import Flotilla
import HTTPClient
import School
import Stripe

/// Serves the `billing` queue: bills, and a school's paperwork.
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
            let school = SchoolStore(database: resources.database)
            return [
                MonthHandler(runner: MonthRunner(store: store, settings: settings)),
                SchoolHandler(runner: SchoolRunner(store: store, settings: settings)),
                ReconciliationHandler(runner: ReconciliationRunner(store: store, gateway: gateway)),
                PaymentHandler(runner: PaymentRunner(store: store, gateway: gateway)),
                RecountHandler(recount: IndicatorRecount(store: school, logger: resources.logger)),
                ExportHandler(runner: ArchiveRunner(store: school, rows: Domains.personalRows)),
                ErasureHandler(
                    runner: ErasureRunner(
                        store: school, accounts: AccountStore(database: resources.database),
                        rows: Domains.personalRows)),
            ]
        }.run()
    }
}
