import ChannelTestSupport
import FleetTestSupport
import Foundation
import Postgres
import StripeTestSupport
import TestSupport
import Testing

@Suite(
    "A fleet that hears from its gateway", FleetScope<AnnouncedEnvironment>(), .logs(of: AnnouncedEnvironment.self),
    .serialized)
struct AnnouncedTests {
    let place: AnnouncedEnvironment

    init() throws { place = try AnnouncedEnvironment.current }

    @Test(
        "an event that the gateway itself sends makes an invoice paid, a day before it would be looked up; it is counted"
    )
    func event() async throws {
        let tenant = try await place.fleet.signUp()
        let school = try #require(UUID(uuidString: tenant.id))
        let customer = try await place.stripe.makeCustomer(iban: "FR1420041010050500013M02606")
        let invoice = try await place.fleet.addInvoice(of: school, paidBy: customer)
        let before = try await figure("flotilla_payments_total{outcome=\"succeeded\"}")
        #expect(try await tenant.caller.post("/invoices/\(invoice)/pay", [:]).status == 202)
        var seen = JSON.null
        let isPaid = try await eventually(within: .seconds(20)) {
            seen = try await tenant.caller.get("/invoices/\(invoice)").json
            return seen["status"] == "PAYEE"
        }
        #expect(isPaid, "\(seen)")
        let events = try await place.fleet.database.query(
            "select effect, (select intent_id from payments where invoice_id = \(invoice)) = object_id as own from gateway_events"
        ).rows.map { (try $0.decode("effect", as: String.self), try $0.decode("own", as: Bool.self)) }
        #expect(events.count == 1 && events[0] == ("accepted", true), "\(events)")
        #expect(try await place.stripe.charges(ofInvoice: invoice).count == 1)
        #expect(try await figure("flotilla_gateway_events_total{effect=\"accepted\"}") == 1)
        // Half a minute behind, so that none is left out: as if it had ended then.
        _ = try await place.fleet.database.query(
            "update payments set settled_at = now() - interval '28 seconds' where invoice_id = \(invoice)")
        let isCounted = try await eventually(within: .seconds(30)) {
            try await figure("flotilla_payments_total{outcome=\"succeeded\"}") == before + 1
        }
        #expect(isCounted)
    }

    @Test("payments whose end is not known and invoices that a run could not make are counted")
    func standing() async throws {
        let tenant = try await place.fleet.signUp()
        let school = try #require(UUID(uuidString: tenant.id))
        let customer = try await place.stripe.makeCustomer()
        let invoice = try await place.fleet.addInvoice(of: school, paidBy: customer)
        let (unknown, missing) = (
            try await figure("flotilla_payments_unknown"), try await figure("flotilla_invoices_missing")
        )
        #expect(missing == 0)
        let run = UUID()
        _ = try await place.fleet.database.query(
            """
            insert into payments (id, tenant, invoice_id, number, status, amount_cents, currency, customer, payment_method,
                idempotency_key, created_at)
            values (gen_random_uuid(), \(school), \(invoice), 1, 'unknown', 12000, 'EUR', 'c', 'p', \(UUID().uuidString), now())
            """)
        _ = try await place.fleet.database.query(
            "insert into billing_runs (id, period, is_dry, job_id) values (\(run), '2026-09', false, gen_random_uuid())"
        )
        _ = try await place.fleet.database.query(
            """
            insert into billing_run_schools (run_id, tenant, job_id, outcome, reason)
            values (\(run), \(school), gen_random_uuid(), 'failed', 'no price')
            """)
        let isCounted = try await eventually(within: .seconds(90)) {
            let now = (
                try await figure("flotilla_payments_unknown"), try await figure("flotilla_invoices_missing")
            )
            return now == (unknown + 1, 1)
        }
        #expect(isCounted)
        _ = try await place.fleet.database.query(
            "update payments set status = 'failed', settled_at = now() where invoice_id = \(invoice)")
        _ = try await place.fleet.database.query(
            "update billing_run_schools set outcome = 'skipped' where run_id = \(run)")
        let isOver = try await eventually(within: .seconds(30)) {
            try await figure("flotilla_payments_unknown") == unknown
        }
        #expect(isOver)
    }

    @Test("at four at night the gateway is compared, and what differs is in the operators' Slack, once")
    func night() async throws {
        let tenant = try await place.fleet.signUp()
        let school = try #require(UUID(uuidString: tenant.id))
        let customer = try await place.stripe.makeCustomer()
        let invoice = try await place.fleet.addInvoice(of: school, paidBy: customer, status: "PAYEE")
        let intent = "pi_gone_\(Int.random(in: 0..<1_000_000))"
        _ = try await place.fleet.database.query(
            """
            insert into payments (id, tenant, invoice_id, number, status, amount_cents, currency, customer, payment_method,
                idempotency_key, intent_id, created_at, settled_at)
            values (gen_random_uuid(), \(school), \(invoice), 1, 'succeeded', 12000, 'EUR', \(customer.customer),
                \(customer.paymentMethod), \(intent), \(intent), now() - interval '2 hours', now() - interval '2 hours')
            """)
        let isDeclared = try await eventually(within: .seconds(20)) {
            try await place.fleet.count("select count(*) from schedules where name = 'billing-reconciliation'") == 1
        }
        #expect(isDeclared)
        for night in 1...2 {
            // As it was a moment before it fell due; each time at another second, which is fired once.
            _ = try await place.fleet.database.query(
                """
                update schedules
                set next_at = date_trunc('second', now()) - \(Int32(2 - night)) * interval '1 second', try_at = now()
                where name = 'billing-reconciliation'
                """)
            let isCompared = try await eventually(within: .seconds(120)) {
                try await place.fleet.count(
                    "select count(*) from jobs where kind = 'billing.reconciliation' and status = 'succeeded'") == night
            }
            let jobs = try await place.fleet.database.query(
                """
                select id || ' ' || status || ' ' || coalesce(error::text, '') as job from jobs
                where kind = 'billing.reconciliation'
                """
            ).rows.map { try $0.decode("job", as: String.self) }
            #expect(isCompared, "night \(night): \(jobs)")
        }
        let messages = try await place.slack.requests(AnnouncedEnvironment.alerts, atLeast: 1)
        #expect(messages.count == 1 && messages[0].verdict == ["ok"], "\(messages)")
        #expect(messages.first?.body.contains("missing_at_gateway \(intent)") == true, "\(messages)")
        let isShown = try await eventually(within: .seconds(20)) {
            try await figure("flotilla_gateway_differences") == 1
        }
        #expect(isShown)
    }

    private func figure(_ name: String) async throws -> Double {
        let page = String(decoding: try await place.admin.get("/metrics").body, as: UTF8.self)
        let line = page.split(separator: "\n").first { $0.hasPrefix(name + " ") }
        guard let value = line?.split(separator: " ").last.flatMap({ Double($0) }) else {
            throw Unexpected("no \(name) in \(page)")
        }
        return value
    }
}
