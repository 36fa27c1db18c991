import Foundation
import Postgres

/// An invoice, its lines, and what became of it.
struct RandomInvoice {
    enum Fate: CaseIterable {
        case open, paid, cancelled
        /// Cancelled after it was paid; the money is still here, or went back.
        case owedBack, refunded

        var isTakenBack: Bool { [.cancelled, .owedBack, .refunded].contains(self) }
        var isPaid: Bool { [.paid, .owedBack, .refunded].contains(self) }
    }

    let number: Int
    let school: UUID
    let currency: String
    let plan: String?
    let day: Int
    let lines: [Int]
    let vat: Int
    let fate: Fate

    var net: Int { lines.reduce(0, +) }

    init(_ number: Int, of school: UUID, _ random: inout some RandomNumberGenerator) {
        self.number = number
        self.school = school
        currency = Bool.random(using: &random) ? "EUR" : "CHF"
        plan = [nil, "basic", "full"].randomElement(using: &random) ?? nil
        day = Int.random(in: 0..<500, using: &random)
        lines = (0..<Int.random(in: 1...4, using: &random)).map { _ in Int.random(in: 0...100_000, using: &random) }
        vat = Int.random(in: 0...20_000, using: &random)
        fate = Fate.allCases.randomElement(using: &random) ?? .open
    }

    private func insertion(_ id: UUID, of corrected: UUID?, paidAfter: Int?, status: String) -> Query {
        let position = Int64(2 * number + (corrected == nil ? 0 : 1))
        return """
            insert into flotilla.invoices (id, tenant, prefix, year, sequence, number, kind, period, status, currency, seller,
                buyer, plan, vat_groups, net_cents, vat_cents, total_cents, issued_at, due_at, paid_at, corrected_id,
                time_zone)
            values (\(id), \(school), 'T', 2025, \(position), 'T-' || \(position)::text,
                \(corrected == nil ? "invoice" : "credit_note"), \("p\(number)"), \(status), \(currency), '{}', '{}',
                \(plan), '[]', \(Int64(net)), \(Int64(vat)), \(Int64(net + vat)),
                '2025-01-01T12:00:00Z'::timestamptz + \(Double(day)) * interval '1 day',
                '2025-01-01T12:00:00Z'::timestamptz + \(Double(day)) * interval '1 day',
                '2025-01-01T12:00:00Z'::timestamptz + \(paidAfter.map { Double(day + $0) }) * interval '1 day',
                \(corrected), 'UTC')
            """
    }

    private func insertion(ofLines id: UUID) -> Query {
        """
        insert into flotilla.invoice_lines (invoice_id, position, tenant, kind, description, quantity, unit_price_micros,
            net_cents, vat_rate, from_day, to_day)
        select \(id), place, \(school), 'plan', '', 1, 0, cents, 2000, '2025-01-01', '2025-02-01'
        from unnest(\(lines.map { Int64($0) })) with ordinality line(cents, place)
        """
    }

    /// As it happens: issued, then paid, then taken back, then given back.
    func write(to owner: Database) async throws {
        let (id, note) = (UUID(), UUID())
        var steps = [insertion(id, of: nil, paidAfter: nil, status: "EN_ATTENTE"), insertion(ofLines: id)]
        if fate.isPaid {
            steps.append(
                "update flotilla.invoices set status = 'PAYEE', paid_at = issued_at + interval '3 days' where id = \(id)"
            )
        }
        if fate.isTakenBack {
            steps.append("update flotilla.invoices set status = 'ANNULEE' where id = \(id)")
            steps.append(
                insertion(
                    note, of: id, paidAfter: fate == .cancelled ? 0 : nil,
                    status: fate == .cancelled ? "PAYEE" : "EN_ATTENTE"))
            steps.append(insertion(ofLines: note))
        }
        if fate == .refunded {
            steps.append(
                "update flotilla.invoices set status = 'PAYEE', paid_at = issued_at + interval '5 days' where id = \(note)"
            )
        }
        for step in steps { _ = try await owner.query(step) }
    }

    /// 15 months of 10,000 schools, with 1,050,000 lines and the schools' subscriptions.
    static func writeMillion(to owner: Database) async throws {
        _ = try await owner.query(
            """
            insert into flotilla.plans (code, version, plan) select 'plan' || n, 1,
                '{"price_cents": 10000, "included_users": 1, "user_price_cents": 1, "modules": [], "currency": "EUR"}'
            from generate_series(0, 7) n
            """)
        _ = try await owner.query(
            """
            insert into flotilla.subscription_changes (id, tenant, plan, version, modules, users, starts_on)
            select gen_random_uuid(), md5(n::text)::uuid, 'plan' || n % 8, 1, '{}', n % 9, '2025-01-01'
            from generate_series(0, 9999) n
            """)
        // Month by month: a statement has its limit.
        for month in 0..<15 {
            let first = Int64(month * 10_000)
            _ = try await owner.query(
                """
                insert into flotilla.invoices (id, tenant, prefix, year, sequence, number, kind, period, status, currency,
                    seller, buyer, plan, vat_groups, net_cents, vat_cents, total_cents, issued_at, due_at, paid_at,
                    time_zone)
                select md5('i' || n)::uuid, md5((n % 10000)::text)::uuid, 'M', 2025, n + 1, 'M-' || n, 'invoice',
                    'p' || n / 10000, case when n % 20 = 0 then 'EN_ATTENTE' else 'PAYEE' end, 'EUR', '{}', '{}',
                    'plan' || n % 8, '[]', 10000, 2000, 12000, at, at + interval '30 days',
                    case when n % 20 > 0 then at + interval '3 days' end, 'UTC'
                from generate_series(\(first), \(first + 9999)) n cross join lateral (
                    select '2025-08-01'::timestamptz + n / 10000 * interval '1 month' + n % 10000 * interval '1 second'
                ) as time(at)
                """)
            _ = try await owner.query(
                """
                insert into flotilla.invoice_lines (invoice_id, position, tenant, kind, description, quantity,
                    unit_price_micros, net_cents, vat_rate, from_day, to_day)
                select md5('i' || n)::uuid, place, md5((n % 10000)::text)::uuid, 'users', '', 1, 0, 1428, 2000, '2025-01-01',
                    '2025-02-01'
                from generate_series(\(first), \(first + 9999)) n cross join generate_series(1, 7) place
                """)
        }
    }
}
