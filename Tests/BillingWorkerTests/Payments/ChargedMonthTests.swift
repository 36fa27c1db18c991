import FleetTestSupport
import Foundation
import Postgres
import StripeTestSupport
import TestSupport
import Testing

/// A month of 200 schools, with a gateway that drops one answer in five.
@Suite(
    "A charged month that is cut off", FleetScope<PaymentDrillEnvironment>(), .logs(of: PaymentDrillEnvironment.self))
struct ChargedMonthTests {
    private static let schools = 200

    let place: PaymentDrillEnvironment

    init() throws { place = try PaymentDrillEnvironment.current }

    @Test("is charged once for each invoice, although the worker is killed, PostgreSQL too, and answers are lost")
    func once() async throws {
        let fleet = place.fleet
        _ = try await fleet.database.query(
            """
            insert into plans (code, version, plan) values ('basic', 1,
                '{"code": "basic", "version": 1, "name": {"fr": "Formule", "en": "Plan"}, "currency": "EUR",
                  "price_cents": 10000, "included_users": 10, "user_price_cents": 200, "modules": [], "metered": [],
                  "vat_rate": 2000}')
            """)
        let ids = (0..<Self.schools).map { _ in UUID() }
        _ = try await fleet.database.query(
            """
            insert into accounts (id, company_name, external_id)
            select id, 'School', replace(id::text || id::text, '-', '') from unnest(\(ids)) as school(id)
            """)
        _ = try await fleet.database.query(
            """
            insert into subscription_changes (id, tenant, plan, version, modules, users, starts_on)
            select gen_random_uuid(), id, 'basic', 1, '{}', 12, '2026-01-01' from unnest(\(ids)) as school(id)
            """)
        for id in ids { try await fleet.pay(id, by: try await place.stripe.makeCustomer()) }
        try await place.stripe.share([.dropAfter: 0.15, .dropBefore: 0.05], seed: 20_261_130)

        var worker = try await place.startWorker()
        let start = ContinuousClock.now
        let accepted = try await place.admin.post("/billing/runs", ["period": "2026-10"])
        #expect(accepted.status == 202, "\(accepted)")
        try await awaitPayments(20)
        await worker.kill()
        worker = try await place.startWorker()
        try await awaitPayments(60)
        for child in worker.children { kill(child, SIGKILL) }
        try await awaitPayments(110)
        try await fleet.postgres.kill()
        try await fleet.postgres.start()
        try await awaitPayments(Self.schools, within: .seconds(120))
        let time = ContinuousClock.now - start

        let isOver = try await eventually(within: .seconds(30)) {
            let open: Query = "select count(*) from payments where status in ('pending', 'unknown')"
            return try await fleet.count(open) == 0
        }
        #expect(isOver)
        let charges = try await place.stripe.charges()
        let paid = try await fleet.database.query(
            "select id, number, total_cents from invoices where status = 'PAYEE' and kind = 'invoice'"
        ).rows
        let requests = try await place.stripe.requests(StripeServer.payments)
        print("figure: \(paid.count) invoices, \(charges.count) charges, \(requests.count) calls in \(time)")
        #expect(paid.count == Self.schools && charges.count == Self.schools)
        let charged = Dictionary(grouping: charges) { $0.invoiceID ?? "" }
        for row in paid {
            let id = try row.decode("id", as: UUID.self).uuidString.lowercased()
            #expect(charged[id]?.map(\.amountCents) == [try row.decode("total_cents", as: Int64.self)])
        }
        let numbers = try await fleet.count(
            "select count(distinct sequence) from invoices where sequence <= \(Int64(Self.schools))")
        #expect(numbers == Self.schools)
        await worker.kill()
    }

    private func awaitPayments(_ count: Int, within limit: Duration = .seconds(60)) async throws {
        let are = try await eventually(within: limit) {
            let paid = try? await place.fleet.count("select count(*) from invoices where status = 'PAYEE'")
            return (paid ?? 0) >= count
        }
        guard are else { throw Unexpected("fewer than \(count) invoices are paid") }
    }
}
