import Billing
import FleetTestSupport
import Foundation
import Operations
import Postgres
import PostgresTestSupport
import TestSupport
import Testing

@testable import API

@Suite("Figures of payments") struct PaymentFiguresTests {
    @Test("each payment that ended counts once, half a minute after its end, and none that ended before counting began")
    func exact() async throws {
        try await InProcess.with { api in
            try await withDatabase(.init(url: api.configuration.common.databaseURL.reveal())) { owner in
                var random = SeededGenerator(1)
                for number in 1...9 {
                    var invoice = RandomInvoice(number, of: api.tenant, &random)
                    while invoice.fate != .open { invoice = RandomInvoice(number, of: api.tenant, &random) }
                    try await invoice.write(to: owner)
                }
                /// A payment of the next invoice that has none.
                func pay(_ status: String, secondsAgo: Double?) async throws {
                    try await owner.query(
                        """
                        insert into flotilla.payments (id, tenant, invoice_id, number, status, amount_cents, currency, customer,
                            payment_method, idempotency_key, settled_at)
                        select gen_random_uuid(), tenant, id, 1, \(status), 1, currency, 'cus_1', 'pm_1', id::text,
                            now() - \(secondsAgo) * interval '1 second'
                        from flotilla.invoices invoice
                        where not exists (select from flotilla.payments where invoice_id = invoice.id) limit 1
                        """)
                }
                let registry = MetricsRegistry()
                let store = BillingStore(database: api.context.connections.domains, jobs: api.context.store)
                let figures = PaymentFigures(store: store, registry: registry)
                func counts() async throws -> [String] {
                    try await figures.read()
                    return await registry.render().split(separator: "\n").map(String.init)
                        .filter {
                            $0.hasPrefix("flotilla_payments_total") || $0.hasPrefix("flotilla_gateway_differences")
                        }
                        .sorted()
                }
                func expected(_ succeeded: Int, _ failed: Int, _ differences: Int) -> [String] {
                    [
                        "flotilla_gateway_differences \(differences)",
                        "flotilla_payments_total{outcome=\"failed\"} \(failed)",
                        "flotilla_payments_total{outcome=\"succeeded\"} \(succeeded)",
                    ]
                }
                try await pay("succeeded", secondsAgo: 31)
                #expect(try await counts() == expected(0, 0, 0))
                #expect(try await counts() == expected(0, 0, 0))
                // Half a minute ago, which is after the reading's end, and before that of the next one.
                for status in ["succeeded", "succeeded", "failed"] { try await pay(status, secondsAgo: 30) }
                // Too young, and under way.
                try await pay("succeeded", secondsAgo: 0)
                try await pay("failed", secondsAgo: 1)
                try await pay("pending", secondsAgo: nil)
                try await pay("unknown", secondsAgo: nil)
                try await owner.query(
                    """
                    insert into flotilla.gateway_differences (id, kind, subject, detail, ended_at)
                    values (gen_random_uuid(), 'amount', 'pi_1', '', null), (gen_random_uuid(), 'status', 'pi_2', '', null),
                        (gen_random_uuid(), 'refund', 're_1', '', now())
                    """)
                #expect(try await counts() == expected(2, 1, 2))
                #expect(try await counts() == expected(2, 1, 2))
                // As if half a minute went by.
                try await owner.query(
                    "update flotilla.payments set settled_at = now() - interval '30 seconds' where settled_at > now() - interval '20 seconds'"
                )
                #expect(try await counts() == expected(3, 2, 2))
                #expect(try await counts() == expected(3, 2, 2))
            }
        }
    }
}
