import FleetTestSupport
import Foundation
import Jobs
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
