import FleetTestSupport
import Foundation
import Postgres
import Testing

extension Attacks.RepeatAttacks {
    static func isOfBilling(_ pattern: String) -> Bool {
        ["/billing", "/invoices", "/plans", "/usage"].contains { pattern.hasPrefix($0) }
    }

    /// As `plan(of:)`. No worker of billing runs.
    func billingPlan(of pattern: String) async throws -> Plan? {
        switch pattern {
        case "/billing/runs":
            let period = "\(Int.random(in: 1970...2025))-07"
            return Plan(
                caller: estate.admin, path: pattern, body: ["period": .string(period), "dry_run": true],
                count: count("select count(*) from billing_runs where period = \(period)"))
        case "/plans":
            let code = "p-\(UUID().uuidString.lowercased())"
            return Plan(
                caller: estate.admin, path: pattern,
                body: [
                    "code": .string(code), "name": ["fr": "F", "en": "E"], "currency": "EUR", "price_cents": 1,
                    "vat_rate": 20,
                ], count: count("select count(*) from plans where code = \(code)"))
        case "/usage":
            let id = UUID().uuidString
            let event: JSON = [
                "source": "attacks", "id": .string(id), "tenant": .string(estate.victim.id), "metric": "m",
                "quantity": 1, "at": .string(Date().formatted(.iso8601)),
            ]
            return Plan(
                caller: estate.admin, path: pattern, body: [event],
                count: count("select count(*) from usage_events where id = \(id)"))
        case "/invoices/{id}/cancel":
            let id = try await invoice()
            return Plan(
                caller: estate.admin, path: "/invoices/\(id.uuidString.lowercased())/cancel",
                body: ["reason": "Sent twice."],
                count: count("select count(*) from invoices where corrected_id = \(id)"))
        case "/invoices/{id}/pay":
            let id = try await invoice(cents: 500)
            let place = id.uuidString.lowercased()
            try await estate.fleet.database.query(
                """
                insert into billing_profiles (tenant, legal_name, address, email, customer, payment_method)
                values (\(UUID(uuidString: estate.victim.id)), 'V', '{}', 'v@school.test', 'cus_none', 'pm_none')
                on conflict (tenant) do nothing
                """)
            return Plan(
                caller: estate.admin, path: "/invoices/\(place)/pay", body: [:],
                count: count("select count(*) from jobs where payload ->> 'invoice_id' = \(place)"))
        default: return nil
        }
    }

    private func invoice(cents: Int64 = 0) async throws -> UUID {
        let id = UUID()
        let number = Int64.random(in: 1...1_000_000_000)
        try await estate.fleet.database.query(
            """
            insert into invoices (id, tenant, prefix, year, sequence, number, kind, period, status, currency, seller, buyer,
                vat_groups, net_cents, vat_cents, total_cents, time_zone, issued_at, due_at)
            values (\(id), \(UUID(uuidString: estate.victim.id)), 'T', 1999, \(number), 'T-1999-' || \(number)::text, 'invoice',
                '1999-' || lpad((\(number) % 12 + 1)::text, 2, '0'), 'EN_ATTENTE', 'EUR',
                '{"legal_name": "S", "invoice_prefix": "T", "address": {"line1": "1", "postal_code": "1", "city": "C", "country": "FR"}}',
                '{"legal_name": "B", "language": "fr"}', '[]', \(cents), 0, \(cents), 'Europe/Paris', now(), now())
            """)
        return id
    }
}
