import FleetTestSupport
import Foundation
import StripeTestSupport
import Testing

extension Ledger {
    @Suite("A decline") struct DunningTests {
        static let declined = "4000000000000341"
        static let confirmed = "4000002500003155"

        let place: LedgerEnvironment

        init() throws { place = try LedgerEnvironment.current }

        @Test("that is soft is tried again after 3, 7 and 14 days, and then no more")
        func soft() async throws {
            let one = try await place.invoice(card: Self.declined)
            try await place.stripe.setDecline(of: one.customer.paymentMethod, "insufficient_funds")
            let start = one.clock.now
            #expect(try await one.collect().name == "failed")
            #expect(try await one.seen()["status"] == "ECHEC_PAIEMENT")
            var waited = 0.0
            for (index, days) in [3.0, 7, 14].enumerated() {
                let jobs = try await one.jobs().filter { $0.payload["after"] == .number(Double(index + 1)) }
                let ledger = try await one.ledger()
                let job = try #require(jobs.first, "\(ledger)")
                #expect(jobs.count == 1 && job.payload["step"] == .number(Double(index + 1)), "\(jobs)")
                let due = try #require(job.runAt)
                #expect(abs(due.timeIntervalSince(start) - days * 86_400) < 60)
                one.clock.advance(days: days - waited)
                waited = days
                #expect(try await one.collect(after: index + 1, step: index + 1).name == "failed")
            }
            #expect(try await one.payment(4).hold == "exhausted")
            #expect(try await one.jobs().count == 3)
            #expect(try await one.charges().isEmpty)
            // A try that another one has taken the place of changes nothing.
            #expect(try await one.collect(after: 2, step: 2).name == "not_charged")
            let news = try await one.jobs("notify.request").map(\.payload)
            #expect(news.map { $0["template"].string } == Array(repeating: "payment_failed", count: 4))
            #expect(news.first?["data"]["next_attempt_on"] != .null && news.last?["data"]["next_attempt_on"] == .null)
        }

        @Test("that is soft is paid by the next try when the bank has changed its mind")
        func later() async throws {
            let one = try await place.invoice(card: Self.declined)
            #expect(try await one.collect().name == "failed")
            try await place.stripe.setCard(of: one.customer.paymentMethod, "4242424242424242")
            one.clock.advance(days: 3)
            #expect(try await one.collect(after: 1, step: 1).name == "succeeded")
            #expect(try await one.seen()["status"] == "PAYEE")
            #expect(try await one.charges().count == 1)
        }

        @Test("that is hard, or asks for the card's holder, is not tried again: the school is asked to act")
        func hold() async throws {
            let hard = try await place.invoice(card: Self.declined)
            try await place.stripe.setDecline(of: hard.customer.paymentMethod, "stolen_card")
            let asks = try await place.invoice(card: Self.confirmed)
            let detached = try await place.invoice()
            try await place.stripe.detach(detached.customer.paymentMethod)
            for (one, hold) in [(hard, "hard"), (asks, "action_required"), (detached, "refused")] {
                #expect(try await one.collect().name == "failed")
                #expect(try await one.payment(1).hold == hold)
                #expect(try await one.jobs().isEmpty)
                #expect(try await one.seen()["status"] == "ECHEC_PAIEMENT")
                let news = try await one.jobs("notify.request")
                #expect(news.map { $0.payload["template"] } == ["payment_failed"])
                #expect(news.first?.payload["data"]["reason"] != .null)
            }
            // With another card, asked for by hand: a new series.
            try await place.stripe.setCard(of: hard.customer.paymentMethod, "4242424242424242")
            let pay = "/invoices/\(hard.invoice)/pay"
            #expect(try await hard.tenant.caller.post(pay, [:]).status == 202)
            let again = try await hard.tenant.caller.post(pay, [:])
            #expect(again.status == 409, "\(again)")
            #expect(try await asks.tenant.caller.post(pay, [:]).status == 404)
            #expect(try await hard.collect(after: 1).name == "succeeded")
            #expect(try await hard.charges().count == 1)
        }

        @Test("is no final word: what the gateway has taken after all is paid, and goes back when another has paid")
        func confirmedLater() async throws {
            let one = try await place.invoice(card: Self.declined)
            #expect(try await one.collect().name == "failed")
            let (id, _, _) = try await one.payment(1)
            #expect(try await one.run(["payment_id": .string("\(id)")]).name == "failed")
            #expect(try await one.seen()["status"] == "ECHEC_PAIEMENT")
            try await place.stripe.setCard(of: one.customer.paymentMethod, "4242424242424242")
            #expect(try await one.collect(after: 1, step: 1).name == "succeeded")

            let intent = try await place.fleet.database.query("select intent_id from payments where id = \(id)").rows[0]
                .decode("intent_id", as: String.self)
            let answer = """
                {"id": "\(intent)", "object": "payment_intent", "amount": 12000, "currency": "eur", "status": "succeeded",
                 "customer": "\(one.customer.customer)", "created": 1790000000,
                 "metadata": {"invoice_id": "\(one.invoice)", "payment_id": "\(id)"}}
                """
            try await place.stripe.script("GET /v1/payment_intents/\(intent)", .answer(200, answer))
            #expect(try await one.run(["payment_id": .string("\(id)")]).name == "succeeded")
            #expect(try await one.payment(1).surplus)
            #expect(try await !one.payment(2).surplus)
            #expect(try await one.jobs().contains { $0.payload["refund_id"] != .null })
            #expect(try await one.seen()["status"] == "PAYEE")
        }
    }
}
