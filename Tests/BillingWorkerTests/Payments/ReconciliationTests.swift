import Billing
import FleetTestSupport
import Foundation
import HTTPClient
import Jobs
import Operations
import Postgres
import Stripe
import StripeTestSupport
import Testing

extension Ledger {
    /// One after the other: a run of one ends what another has found.
    @Suite("A night's comparison", .serialized) struct ReconciliationTests {
        let place: LedgerEnvironment
        private let clock = Clock()

        init() throws {
            place = try LedgerEnvironment.current
            clock.advance(hours: 1)
        }

        private var gateway: StripeClient {
            StripeClient(http: WebClient(), key: Secret(place.stripe.key), base: place.stripe.url)
        }

        private func compare() async throws {
            let runner = ReconciliationRunner(store: place.store, gateway: gateway) { clock.now }
            guard case .succeeded(let success) = try await runner.run(by: .now + .seconds(60)) else {
                throw Unexpected("the comparison does not succeed")
            }
            _ = try await place.connections.domains.queries(
                success.effects.compactMap { $0 as? Query }, of: UUID())
            clock.advance(hours: 1)
        }

        /// What is open about these objects, by kind.
        private func open(_ subjects: String...) async throws -> [String] {
            try await place.fleet.database.query(
                """
                select kind from gateway_differences where subject = any(\(subjects)) and ended_at is null order by kind
                """
            ).rows.map { try $0.decode("kind") }
        }

        private func alarms(about subject: String) async throws -> Int {
            try await place.fleet.count(
                """
                select count(*) from jobs where kind = 'notify.request' and payload ->> 'template' = 'alert_firing'
                    and payload::text like '%' || \(subject) || '%'
                """)
        }

        @Test("finds what the gateway took and the ledger does not have as taken, has it looked up, and ends it")
        func status() async throws {
            let one = try await place.invoice()
            try await place.stripe.script(one.key(1), .fault(.dropAfter))
            #expect(try await one.collect().snoozedUntil != nil)
            let intent = try #require(try await one.charges().first?.paymentIntent)
            try await compare()
            try await compare()
            #expect(try await open(intent) == ["status"])
            #expect(try await alarms(about: intent) == 1)
            let jobs = try await one.jobs().filter { $0.payload["payment_id"] != .null }
            #expect(jobs.count == 1, "\(jobs)")
            #expect(try await one.collect().name == "succeeded")
            try await compare()
            #expect(try await open(intent) == [])
        }

        @Test("finds payments and refunds that one side alone has")
        func missing() async throws {
            let one = try await place.invoice()
            try await one.collect()
            let intent = try #require(try await one.charges().first?.paymentIntent)
            try await place.stripe.refund(intent, amountCents: 500)

            let stray = await gateway.createPayment(
                NewPayment(
                    amountCents: 700, currency: "EUR", customer: one.customer.customer,
                    paymentMethod: one.customer.paymentMethod, invoiceID: UUID(),
                    metadata: ["payment_id": UUID().uuidString]), idempotencyKey: "stray-\(UUID())",
                until: .now + .seconds(10))
            guard case .succeeded(let made) = stray else { throw Unexpected("\(stray)") }

            let lost = try await place.invoice()
            try await lost.collect()
            let (id, _, _) = try await lost.payment(1)
            _ = try await place.fleet.database.query(
                "update payments set intent_id = 'pi_lost', id = gen_random_uuid() where id = \(id)")

            try await compare()
            #expect(try await open(made.id) == ["missing_in_ledger"])
            #expect(try await open("pi_lost") == ["missing_at_gateway"])
            let refunds = try await place.fleet.database.query(
                """
                select kind from gateway_differences difference join payments on payments.id = difference.payment_id
                where invoice_id = \(one.invoice)
                """
            ).rows.map { try $0.decode("kind", as: String.self) }
            #expect(refunds == ["refund"])
        }
    }
}
