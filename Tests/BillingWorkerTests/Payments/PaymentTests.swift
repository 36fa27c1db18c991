import FleetTestSupport
import Foundation
import Postgres
import StripeTestSupport
import TestSupport
import Testing

/// Payments by the ledger's rules, against a gateway that misbehaves.
@Suite("A ledger", FleetScope<LedgerEnvironment>(), .logs(of: LedgerEnvironment.self))
enum Ledger {}

extension Ledger {
    @Suite("A payment") struct PaymentTests {
        let place: LedgerEnvironment

        init() throws { place = try LedgerEnvironment.current }

        @Test("taken once: the invoice is paid, and the school learns it")
        func taken() async throws {
            let one = try await place.invoice()
            #expect(try await one.collect().name == "succeeded")
            let seen = try await one.seen()
            #expect(seen["status"] == "PAYEE" && seen["paid_at"] != nil, "\(seen)")
            #expect(seen["payments"].array.map { $0["status"] } == ["succeeded"])
            #expect(try await one.charges().map(\.amountCents) == [12_000])
            let news = try await one.jobs("notify.request")
            #expect(news.map { $0.payload["template"] } == ["payment_succeeded"])
            #expect(news.first?.payload["data"]["amount"] == ["cents": 12_000, "currency": "EUR"])

            // Another job of the same invoice finds it paid.
            #expect(try await one.collect(after: 1).name == "not_charged")
            #expect(try await one.charges().count == 1)
        }

        @Test(
            "whose answer is lost is looked up, not sent again",
            arguments: [StripeServer.Fault.dropAfter, .cut, .errorAfter])
        func answerLost(_ fault: StripeServer.Fault) async throws {
            let one = try await place.invoice()
            try await place.stripe.script(one.key(1), .fault(fault))
            let wait = try #require(try await one.collect().snoozedUntil)
            #expect(wait.timeIntervalSince(one.clock.now) < 2)
            #expect(try await one.seen()["payments"][0]["status"] == "unknown")
            #expect(try await one.collect().name == "succeeded")
            #expect(try await one.charges().count == 1)
            #expect(try await one.seen()["status"] == "PAYEE")
            #expect(try await place.stripe.requests(one.key(1)).count == 1)
        }

        @Test(
            "that never arrived is sent again under its own key",
            arguments: [StripeServer.Fault.dropBefore, .html, .limit])
        func neverArrived(_ fault: StripeServer.Fault) async throws {
            let one = try await place.invoice()
            try await place.stripe.script(one.key(1), .fault(fault))
            #expect(try await one.collect().snoozedUntil != nil)
            #expect(try await one.charges().isEmpty)
            #expect(try await one.collect().name == "succeeded")
            #expect(try await one.charges().count == 1)
            #expect(try await place.stripe.requests(one.key(1)).count == 2)
            #expect(try await one.seen()["payments"].array.count == 1)
        }

        @Test("that is older than its key is not sent under it: a new one begins when the gateway does not know it")
        func oldKey() async throws {
            let one = try await place.invoice()
            try await place.stripe.script(one.key(1), .fault(.dropBefore))
            #expect(try await one.collect().snoozedUntil != nil)
            one.clock.advance(hours: 25)
            #expect(try await one.collect().name == "succeeded")
            #expect(try await place.stripe.requests(one.key(1)).count == 1)
            #expect(try await place.stripe.requests(one.key(2)).count == 1)
            #expect(try await one.charges().count == 1)
            let seen = try await one.seen()
            #expect(seen["payments"].array.map { $0["code"] } == ["not_executed", .null], "\(seen)")
            #expect(try await one.jobs("notify.request").count == 1)
        }

        @Test("that was made under a key that is forgotten by now is found")
        func forgottenKey() async throws {
            let one = try await place.invoice()
            try await place.stripe.script(one.key(1), .fault(.dropAfter))
            #expect(try await one.collect().snoozedUntil != nil)
            one.clock.advance(hours: 25)
            try await place.stripe.advance(by: 25 * 3600)
            #expect(try await one.collect().name == "succeeded")
            #expect(try await one.charges().count == 1)
            #expect(try await one.seen()["payments"].array.count == 1)
        }

        @Test(
            "that a restored ledger has lost is found at the gateway, whether its key is still known or not",
            arguments: [0, 25])
        func lostByRestore(hours: Int64) async throws {
            let one = try await place.invoice()
            #expect(try await one.collect().name == "succeeded")
            // The database of the moment before: the invoice is there, its payment is not.
            try await place.fleet.database.withConnection { connection in
                try await connection.script(
                    """
                    begin;
                    -- Past the triggers that keep a ledger.
                    set local session_replication_role = replica;
                    delete from flotilla.payments where invoice_id = '\(one.invoice)';
                    update flotilla.invoices set status = 'EN_ATTENTE', paid_at = null where id = '\(one.invoice)';
                    commit;
                    """)
            }
            one.clock.advance(hours: Double(hours))
            try await place.stripe.advance(by: hours * 3600)
            let isPaid = try await eventually { try await one.collect().name == "succeeded" }
            #expect(isPaid)
            let seen = try await one.seen()
            #expect(seen["status"] == "PAYEE" && seen["payments"].array.count == 1, "\(seen)")
            #expect(try await one.charges().count == 1)
        }

        @Test("that no job carries any more gets one, once")
        func carried() async throws {
            let one = try await place.invoice()
            try await place.stripe.script(one.key(1), .fault(.dropAfter))
            #expect(try await one.collect().snoozedUntil != nil)
            _ = try await place.fleet.database.query(
                "update payments set created_at = now() - interval '11 minutes' where invoice_id = \(one.invoice)")
            for _ in 0..<2 {
                _ = try await place.fleet.database.query("select flotilla.carry_open_payments(1000)")
            }
            let (id, _, _) = try await one.payment(1)
            let jobs = try await one.jobs()
            #expect(jobs.map { $0.payload["payment_id"].string?.uppercased() } == [id.uuidString])
            #expect(try await one.run(["payment_id": .string("\(id)")]).name == "succeeded")
            #expect(try await one.seen()["status"] == "PAYEE")
        }

        @Test("of an account is under way for days, and looked up")
        func underWay() async throws {
            let one = try await place.invoice(iban: "FR1420041010050500013M02606")
            let first = try await one.collect()
            let wait = try #require(first.snoozedUntil)
            #expect(wait.timeIntervalSince(one.clock.now) > 80_000)
            #expect(try await one.seen()["payments"][0]["status"] == "pending")
            #expect(try await one.tenant.caller.post("/invoices/\(one.invoice)/pay", [:]).status == 409)
            let isTaken = try await eventually(within: .seconds(20)) { try await one.collect().name == "succeeded" }
            #expect(isTaken)
            #expect(try await one.seen()["status"] == "PAYEE")
        }

        @Test("of nothing, of a paid or of a cancelled invoice is not asked for")
        func notOwed() async throws {
            let nothing = try await place.invoice(cents: 0)
            let paid = try await place.invoice(status: "PAYEE")
            let cancelled = try await place.invoice()
            let path = "/invoices/\(cancelled.invoice)/cancel"
            #expect(try await place.admin.post(path, ["reason": "Sent twice."]).status == 202)
            for one in [nothing, paid, cancelled] {
                #expect(try await one.collect().name == "not_charged")
                #expect(try await place.stripe.requests(one.key(1)).isEmpty)
                #expect(try await one.seen()["payments"] == [])
            }
        }

        @Test("without a key of the gateway waits, and is taken when there is one")
        func withoutKey() async throws {
            let one = try await place.invoice()
            #expect(try await one.collect(key: nil).name == "not_charged")
            #expect(try await one.seen()["status"] == "EN_ATTENTE")
            let asked = try await one.tenant.caller.post("/invoices/\(one.invoice)/pay", [:])
            #expect(asked.status == 202 && asked["kind"] == "billing.payment", "\(asked)")
            let job = try #require(try await one.jobs().first)
            let payload: [String: JSON] = if case .object(let members) = job.payload { members } else { [:] }
            #expect(try await one.run(payload).name == "succeeded")
            #expect(try await one.charges().count == 1)
        }

        @Test("with a key that the gateway does not take stays pending: no invoice has failed")
        func wrongKey() async throws {
            let one = try await place.invoice()
            #expect(try await one.collect(key: "sk_test_wrong").snoozedUntil != nil)
            let seen = try await one.seen()
            #expect(seen["status"] == "EN_ATTENTE" && seen["payments"][0]["status"] == "pending", "\(seen)")
            #expect(try await one.collect().name == "succeeded")
        }
    }
}
