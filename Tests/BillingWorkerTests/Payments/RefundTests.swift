import FleetTestSupport
import Foundation
import Jobs
import Postgres
import StripeTestSupport
import Testing

extension Ledger {
    @Suite("A refund") struct RefundTests {
        let place: LedgerEnvironment

        init() throws { place = try LedgerEnvironment.current }

        private func cancel(_ one: InvoiceCase) async throws -> String {
            let answer = try await place.admin.post("/invoices/\(one.invoice)/cancel", ["reason": "A mistake."])
            guard answer.status == 202, let id = answer["id"].string else { throw Unexpected(answer) }
            return id
        }

        /// Runs the school's refund once.
        private func giveBack(_ one: InvoiceCase) async throws -> JobOutcome {
            let job = try #require(try await one.jobs().first { $0.payload["refund_id"] != .null })
            return try await one.run(["refund_id": job.payload["refund_id"]])
        }

        private func refunded(_ one: InvoiceCase) async throws -> [Int64] {
            try await one.charges().map(\.refundedCents)
        }

        @Test(
            "follows the credit note of a paid invoice, once, whatever is lost",
            arguments: [nil, StripeServer.Fault.dropAfter, .dropBefore, .errorAfter])
        func creditNote(_ fault: StripeServer.Fault?) async throws {
            let one = try await place.invoice()
            try await one.collect()
            let note = try await cancel(one)
            #expect(try await cancel(one) == note)
            #expect(try await one.tenant.caller.get("/invoices/\(note)")["status"] == "EN_ATTENTE")
            if let fault {
                let job = try #require(try await one.jobs().first { $0.payload["refund_id"] != .null })
                let id = job.payload["refund_id"].string ?? ""
                try await place.stripe.script("refund-\(id)-try-1", .fault(fault))
                #expect(try await giveBack(one).snoozedUntil != nil)
            }
            #expect(try await giveBack(one).name == "succeeded")
            #expect(try await refunded(one) == [12_000])
            #expect(try await one.tenant.caller.get("/invoices/\(note)")["status"] == "PAYEE")
            #expect(try await one.seen()["status"] == "ANNULEE")
            #expect(try await giveBack(one).name == "succeeded")
            #expect(try await refunded(one) == [12_000])
        }

        @Test("that the gateway refuses is said to operators, once, and made when the invoice is cancelled again")
        func refused() async throws {
            let one = try await place.invoice()
            try await one.collect()
            let note = try await cancel(one)
            let job = try #require(try await one.jobs().first { $0.payload["refund_id"] != .null })
            let id = job.payload["refund_id"].string ?? ""
            let body =
                #"{"error": {"type": "invalid_request_error", "code": "balance_insufficient", "message": "No."}}"#
            try await place.stripe.script("refund-\(id)-try-1", .answer(400, body))
            for _ in 0..<2 { #expect(try await giveBack(one).name == "failed") }
            let seen = try await one.tenant.caller.get("/invoices/\(note)")
            #expect(seen["status"] == "ECHEC_PAIEMENT" && seen["paid_at"] == .null, "\(seen)")
            let alerts = try await place.fleet.count(
                """
                select count(*) from jobs where kind = 'notify.request' and payload ->> 'dedup_key' = 'refund_failed.' || \(id)
                    and tenant = '00000000-0000-0000-0000-000000000000'
                    and payload -> 'data' -> 'instances' ->> 0 like 'credit note ' || \(seen["number"].string) || ': balance%'
                """)
            #expect(alerts == 1)
            let doctor = try await place.fleet.flotilla("doctor", "--json")
            #expect(doctor.status == 1 && doctor.output.contains("refund_failed"), "\(doctor.all)")
            // As many as ask at once make one refund.
            try await withThrowingTaskGroup(of: String.self) { group in
                for _ in 0..<4 { group.addTask { try await cancel(one) } }
                for try await known in group { #expect(known == note) }
            }
            #expect(try await one.tenant.caller.get("/invoices/\(note)")["status"] == "EN_ATTENTE")
            let standing = try await place.fleet.count(
                """
                select count(*) from refunds join payments on payments.id = payment_id
                where invoice_id = \(one.invoice) and refunds.status <> 'failed'
                """)
            #expect(standing == 1)
            let again = try await one.jobs().compactMap { $0.payload["refund_id"].string }.filter { $0 != id }
            #expect(again.count == 1)
            #expect(try await one.run(["refund_id": .string(try #require(again.first))]).name == "succeeded")
            #expect(try await refunded(one) == [12_000])
            #expect(try await one.tenant.caller.get("/invoices/\(note)")["status"] == "PAYEE")
        }

        @Test(
            "is announced by the mail of the credit note where something was paid, and only there",
            arguments: [true, false])
        func announced(_ isPaid: Bool) async throws {
            let one = try await place.invoice()
            if isPaid { try await one.collect() }
            _ = try await cancel(one)
            let mails = try await one.jobs("notify.request").map(\.payload).filter {
                $0["template"] == "credit_note_created"
            }
            #expect(mails.count == 1 && (mails[0]["data"]["refund"]["cents"] == 12_000) == isPaid, "\(mails)")
        }

        @Test("that a bank sends back is owed again, and no longer counted as given back")
        func sentBack() async throws {
            let one = try await place.invoice()
            try await one.collect()
            let note = try await cancel(one)
            #expect(try await giveBack(one).name == "succeeded")
            func collected() async throws -> JSON {
                try await one.tenant.caller.get("/billing/indicators")["collected_cents"]
            }
            #expect(try await collected() == 0)
            let id = UUID(uuidString: note)
            _ = try await place.connections.domains.queries(
                [
                    """
                    select flotilla.settle_refund(id, 'failed', refund_id, 'expired_card', 'No.', null, now())
                    from flotilla.refunds where credit_note_id = \(id)
                    """
                ], of: one.school)
            let seen = try await one.tenant.caller.get("/invoices/\(note)")
            #expect(seen["status"] == "ECHEC_PAIEMENT" && seen["paid_at"] == .null, "\(seen)")
            #expect(try await collected() == 12_000)
        }

        @Test("that was made by hand at the gateway is not made again")
        func byHand() async throws {
            let one = try await place.invoice()
            try await one.collect()
            let intent = try #require(try await one.charges().first?.paymentIntent)
            try await place.stripe.refund(intent, amountCents: 12_000)
            let note = try await cancel(one)
            #expect(try await giveBack(one).name == "succeeded")
            #expect(try await refunded(one) == [12_000])
            #expect(try await one.tenant.caller.get("/invoices/\(note)")["status"] == "PAYEE")
        }

        @Test("follows a payment of an invoice that was cancelled while it was taken")
        func cancelledMeanwhile() async throws {
            let one = try await place.invoice()
            try await place.stripe.script(one.key(1), .fault(.dropAfter))
            #expect(try await one.collect().snoozedUntil != nil)
            let note = try await cancel(one)
            #expect(try await one.tenant.caller.get("/invoices/\(note)")["status"] == "PAYEE")
            #expect(try await one.collect().name == "succeeded")
            #expect(try await one.payment(1).surplus)
            #expect(try await one.seen()["status"] == "ANNULEE")
            #expect(try await giveBack(one).name == "succeeded")
            #expect(try await refunded(one) == [12_000])
        }

        @Test("is none where a payment of a cancelled invoice was never executed: nothing is sent any more")
        func cancelledBefore() async throws {
            let one = try await place.invoice()
            try await place.stripe.script(one.key(1), .fault(.dropBefore))
            #expect(try await one.collect().snoozedUntil != nil)
            _ = try await cancel(one)
            #expect(try await one.collect().snoozedUntil != nil)
            one.clock.advance(hours: 1)
            #expect(try await one.collect().name == "not_charged")
            #expect(try await place.stripe.requests(one.key(1)).count == 1)
            #expect(try await one.charges().isEmpty)
        }
    }
}
