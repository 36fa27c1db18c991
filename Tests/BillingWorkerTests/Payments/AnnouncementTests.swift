import FleetTestSupport
import Foundation
import StripeTestSupport
import Testing

extension Ledger {
    @Suite("An event of the gateway") struct AnnouncementTests {
        let place: LedgerEnvironment

        init() throws { place = try LedgerEnvironment.current }

        private func event(
            _ id: String, _ type: String = "payment_intent.succeeded", intent: String, payment: UUID? = nil,
            account: String? = nil
        ) -> String {
            let metadata = payment.map { #"{"payment_id": "\#($0.uuidString.lowercased())"}"# } ?? "{}"
            let member = account.map { #""account": "\#($0)","# } ?? ""
            return """
                {"id": "\(id)", "object": "event", "type": "\(type)", \(member) "livemode": false, "created": 1790000000,
                 "data": {"object": {"id": "\(intent)", "object": "payment_intent", "status": "succeeded", "metadata": \(metadata)}}}
                """
        }

        private func send(_ body: String, secret: String = LedgerEnvironment.webhookSecret, age: Int64 = 0) async throws
            -> Answer
        {
            let field = try await place.stripe.sign(
                body, secret: secret, seconds: Int64(Date().timeIntervalSince1970) - age)
            return try await place.fleet.anybody.send(
                "POST", "/payments/stripe/webhook", body: Array(body.utf8), headers: [("Stripe-Signature", field)])
        }

        private func recorded(_ id: String) async throws -> [String] {
            try await place.fleet.database.query("select effect from gateway_events where id = \(id)").rows.map {
                try $0.decode("effect")
            }
        }

        @Test("counts once, however often and late it comes, and before the answer")
        func once() async throws {
            let one = try await place.invoice()
            try await place.stripe.script(one.key(1), .fault(.dropAfter))
            #expect(try await one.collect().snoozedUntil != nil)
            let intent = try #require(try await one.charges().first?.paymentIntent)
            let (payment, _, _) = try await one.payment(1)
            let id = "evt_\(UUID())"
            let body = event(id, intent: intent, payment: payment)
            for _ in 0..<3 {
                #expect(try await send(body).status == 200)
                // As if its job had ended meanwhile.
                _ = try await place.fleet.database.query("delete from job_unique where key = 'event.' || \(id)")
            }
            #expect(try await recorded(id) == ["accepted"])
            let jobs = try await one.jobs()
            #expect(jobs.count == 1 && jobs.first?.payload["intent_id"].string == intent, "\(jobs)")
            #expect(
                try await one.run(["payment_id": .string("\(payment)"), "intent_id": .string(intent)]).name
                    == "succeeded")
            #expect(try await one.seen()["status"] == "PAYEE")
            #expect(try await one.collect().name == "not_charged")
            #expect(try await one.charges().count == 1)
        }

        @Test("is believed by its signature alone, and what it says is asked again")
        func forged() async throws {
            let one = try await place.invoice(card: DunningTests.declined)
            #expect(try await one.collect().name == "failed")
            let (payment, _, _) = try await one.payment(1)
            let id = "evt_\(UUID())"
            let body = event(id, intent: "pi_none", payment: payment)
            #expect(try await send(body, secret: "whsec_other").status == 400)
            #expect(try await send(body, age: 400).status == 400)
            #expect(
                try await place.fleet.anybody.send("POST", "/payments/stripe/webhook", body: Array(body.utf8)).status
                    == 400)
            #expect(try await recorded(id) == [])
            // Signed, and yet untrue: the gateway does not say so.
            #expect(try await send(body).status == 200)
            _ = try await one.run(["payment_id": .string("\(payment)"), "intent_id": "pi_none"])
            #expect(try await one.seen()["status"] == "ECHEC_PAIEMENT")
        }

        @Test("of another account, or of a payment that is not ours, has no effect")
        func others() async throws {
            let one = try await place.invoice()
            try await one.collect()
            let (payment, _, _) = try await one.payment(1)
            let (other, unknown) = ("evt_\(UUID())", "evt_\(UUID())")
            #expect(try await send(event(other, intent: "pi_1", payment: payment, account: "acct_2")).status == 200)
            #expect(try await send(event(unknown, intent: "pi_2", payment: UUID())).status == 200)
            #expect(try await recorded(other) == ["other_account"])
            #expect(try await recorded(unknown) == ["unknown_payment"])
            #expect(try await one.jobs().isEmpty)
        }

        @Test("is refused where no secret is set, by the name of the setting")
        func withoutSecret() async throws {
            let api = try await place.fleet.anotherAPI(["STRIPE_WEBHOOK_SECRET": ""])
            let answer = try await api.send("POST", "/payments/stripe/webhook", body: Array("{}".utf8))
            #expect(answer.status == 503 && "\(answer)".contains("STRIPE_WEBHOOK_SECRET"), "\(answer)")
        }
    }
}
