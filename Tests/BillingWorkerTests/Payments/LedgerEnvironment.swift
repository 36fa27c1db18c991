import Assembly
import Billing
import FleetTestSupport
import Foundation
import HTTPClient
import Jobs
import Operations
import Postgres
import Stripe
import StripeTestSupport
import TestSupport

/// A database, an API, and a gateway. Payments run in the tests' own process, by a clock that the tests move: no worker and no
/// enqueuer is there.
final class LedgerEnvironment: Environment {
    @TaskLocal private static var value: LedgerEnvironment?
    static var slot: TaskLocal<LedgerEnvironment?> { $value }

    static let webhookSecret = "whsec_tests"

    let fleet: Fleet
    let stripe: StripeServer
    let admin: Caller
    let connections: Connections
    private let http = WebClient()

    private init(fleet: Fleet, stripe: StripeServer, admin: Caller) throws {
        self.fleet = fleet
        self.stripe = stripe
        self.admin = admin
        connections = try Connections(
            databaseURL: Secret(fleet.postgres.url()), name: "tests", shared: 4, domainConnections: 4)
    }

    static func start() async throws -> LedgerEnvironment {
        async let stripe = StripeServer()
        let fleet = try await Fleet.start(.init(environment: ["STRIPE_WEBHOOK_SECRET": webhookSecret]))
        try await fleet.startAPI()
        return try LedgerEnvironment(fleet: fleet, stripe: await stripe, admin: try await fleet.user(role: "admin"))
    }

    func stop() async {
        stripe.stop()
        await fleet.stop()
    }

    var store: BillingStore { BillingStore(database: connections.domains, jobs: connections.store) }

    /// - Parameter key: nil: none is set.
    func runner(key: String? = "sk_test_right", at clock: Clock = Clock()) -> PaymentRunner {
        let client = key.map { StripeClient(http: http, key: Secret($0), base: stripe.url) }
        return PaymentRunner(store: store, gateway: client) { clock.now }
    }

    /// A school that pays by this card, with an invoice.
    func invoice(
        card: String = "4242424242424242", iban: String? = nil, cents: Int64 = 12_000, status: String = "EN_ATTENTE"
    ) async throws -> InvoiceCase {
        let tenant = try await fleet.signUp()
        let customer =
            if let iban {
                try await stripe.makeCustomer(iban: iban)
            } else {
                try await stripe.makeCustomer(card: card)
            }
        guard let school = UUID(uuidString: tenant.id) else { throw Unexpected("no id") }
        let invoice = try await fleet.addInvoice(of: school, paidBy: customer, cents: cents, status: status)
        return InvoiceCase(place: self, tenant: tenant, school: school, invoice: invoice, customer: customer)
    }
}
