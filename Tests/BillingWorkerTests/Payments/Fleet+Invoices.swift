import FleetTestSupport
import Foundation
import Postgres
import StripeTestSupport

extension Fleet {
    /// An invoice of a school that pays by a method of the gateway, as if a month had been billed.
    func addInvoice(
        of school: UUID, paidBy customer: StripeServer.Customer, cents: Int64 = 12_000, status: String = "EN_ATTENTE"
    ) async throws -> UUID {
        try await pay(school, by: customer)
        return try await addInvoice(of: school, cents: cents, status: status)
    }

    func addInvoice(of school: UUID, cents: Int64 = 12_000, status: String = "EN_ATTENTE") async throws -> UUID {
        let invoice = UUID()
        let number = Int64.random(in: 1...1_000_000_000)
        _ = try await database.query(
            """
            insert into invoices (id, tenant, prefix, year, sequence, number, kind, period, status, currency, seller, buyer,
                vat_groups, net_cents, vat_cents, total_cents, time_zone, issued_at, due_at, paid_at)
            values (\(invoice), \(school), 'T', 2026, \(number), 'T-2026-' || \(number)::text, 'invoice', '2026-10', \(status),
                'EUR', '{"legal_name": "S", "invoice_prefix": "T",
                    "address": {"line1": "1", "postal_code": "1", "city": "C", "country": "FR"}}',
                '{"legal_name": "B", "language": "fr"}', '[]', \(cents), 0, \(cents), 'Europe/Paris', now(), now(),
                case when \(status) = 'PAYEE' then now() end)
            """)
        return invoice
    }

    /// The school allows charges of this method.
    func pay(_ school: UUID, by customer: StripeServer.Customer) async throws {
        _ = try await database.query(
            """
            insert into billing_profiles (tenant, legal_name, address, email, customer, payment_method)
            values (\(school), 'École',
                '{"line1": "1 rue", "postal_code": "13001", "city": "Marseille", "country": "FR"}', 'compta@ecole.test',
                \(customer.customer), \(customer.paymentMethod))
            """)
    }
}
