import FleetTestSupport
import Foundation
import HTTPClient
import Operations
import Postgres
import Stripe
import StripeTestSupport
import TestSupport
import Testing

/// What is killed while a refund is under way, where, and what becomes of the money.
@Suite(
    "A refund that is cut off", FleetScope<PaymentDrillEnvironment>(), .logs(of: PaymentDrillEnvironment.self),
    .serialized)
struct RefundKillPointTests {
    enum Victim: String, Sendable, CaseIterable {
        case supervisor, executor
    }

    enum Point: String, Sendable, CaseIterable {
        /// That the gateway is about to be asked is not written yet.
        case beforeRow
        /// That is committed, and the gateway has not executed it.
        case beforeCall
        /// The gateway executes it, and the one who asked is gone.
        case duringCall
        /// The money went back, and the gateway's answer is not written.
        case beforeCommit
    }

    let place: PaymentDrillEnvironment

    init() throws { place = try PaymentDrillEnvironment.current }

    @Test("goes back once, wherever it was", arguments: Point.allCases, Victim.allCases)
    func killed(_ point: Point, _ victim: Victim) async throws {
        let fleet = place.fleet
        let tenant = try await fleet.signUp()
        let invoice = try await paidInvoice(of: tenant)
        let cancelled = try await place.admin.post("/invoices/\(invoice)/cancel", ["reason": "A mistake."])
        let note = try #require(cancelled["id"].string, "\(cancelled)")
        let refund: UUID = try await fleet.database.query(
            "select id from refunds where credit_note_id = \(UUID(uuidString: note))"
        ).rows[0].decode("id")
        let key = "refund-\(refund.uuidString.lowercased())-try-1"
        switch point {
        case .beforeCall: try await place.stripe.script(key, .fault(.silentBefore))
        case .duringCall, .beforeCommit: try await place.stripe.script(key, .fault(.hold))
        case .beforeRow: break
        }
        let locked = Gate()
        let released = Gate()
        func lock() async -> Task<Void, any Error> {
            let holding = Task {
                try await fleet.database.withConnection { connection in
                    try await connection.transaction {
                        _ = try await connection.execute(["select id from refunds where id = \(refund) for update"])
                        locked.open()
                        await released.wait()
                    }
                }
            }
            await locked.wait()
            return holding
        }
        var holding: Task<Void, any Error>?
        if point == .beforeRow { holding = await lock() }
        let worker = try await place.startWorker()
        switch point {
        case .beforeRow: break
        case .beforeCall: _ = try await place.stripe.requests(key, atLeast: 1)
        case .duringCall: #expect(try await place.stripe.awaitHeld())
        case .beforeCommit:
            #expect(try await place.stripe.awaitHeld())
            holding = await lock()
            try await place.stripe.release()
        }
        if holding != nil {
            let isStopped = try await eventually(within: .seconds(30)) {
                try await fleet.count("select count(*) from pg_locks where not granted") > 0
            }
            #expect(isStopped)
        }
        switch victim {
        case .supervisor: await worker.kill()
        case .executor: for child in worker.children { kill(child, SIGKILL) }
        }
        // PostgreSQL would finish the statement although its client is dead: end the backend too.
        _ = try await fleet.database.query("select pg_terminate_backend(pid) from pg_locks where not granted")
        released.open()
        _ = try? await holding?.value
        if point == .duringCall { try await place.stripe.release() }
        let successor = victim == .supervisor ? try await place.startWorker() : worker
        var seen = JSON.null
        let isBack = try await eventually(within: .seconds(60)) {
            seen = try await tenant.caller.get("/invoices/\(note)").json
            return seen["status"] == "PAYEE"
        }
        await successor.kill()
        let executed = try await place.stripe.requests(key).count { $0.executed && $0.status == 200 }
        let charges = try await place.stripe.charges(ofInvoice: invoice)
        print("figure: \(victim) killed, \(point): \(seen["status"]), refunded \(charges.map(\.refundedCents))")
        #expect(isBack && charges.map(\.refundedCents) == [12_000] && executed == 1, "\(seen)")
        #expect(try await tenant.caller.get("/invoices/\(invoice)")["status"] == "ANNULEE")
        let states = try await fleet.database.query("select status from refunds where id = \(refund)").rows.map {
            try $0.decode("status", as: String.self)
        }
        #expect(states == ["succeeded"])
    }

    /// An invoice whose payment the gateway and the ledger have.
    private func paidInvoice(of tenant: Tenant) async throws -> UUID {
        let school = try #require(UUID(uuidString: tenant.id))
        let customer = try await place.stripe.makeCustomer()
        let invoice = try await place.fleet.addInvoice(of: school, paidBy: customer, status: "PAYEE")
        let payment = UUID()
        let gateway = StripeClient(http: WebClient(), key: Secret(place.stripe.key), base: place.stripe.url)
        let outcome = await gateway.createPayment(
            NewPayment(
                amountCents: 12_000, currency: "EUR", customer: customer.customer,
                paymentMethod: customer.paymentMethod, invoiceID: invoice,
                metadata: ["payment_id": payment.uuidString.lowercased()]), idempotencyKey: "paid-\(payment)",
            until: .now + .seconds(10))
        guard case .succeeded(let intent) = outcome else { throw Unexpected("\(outcome)") }
        _ = try await place.fleet.database.query(
            """
            insert into payments (id, tenant, invoice_id, number, status, amount_cents, currency, customer, payment_method,
                idempotency_key, intent_id, settled_at)
            values (\(payment), \(school), \(invoice), 1, 'succeeded', 12000, 'EUR', \(customer.customer),
                \(customer.paymentMethod), 'paid-' || \(payment), \(intent.id), now())
            """)
        return invoice
    }
}
