import Foundation
import Stripe
import StripeTestSupport
import Testing

@Suite("Refunds", .timeLimit(.minutes(1)))
struct RefundTests {
    private func paid(_ server: StripeServer) async throws -> (NewPayment, PaymentIntent) {
        let payment = Gateway.payment(try await server.makeCustomer(), cents: 10_000)
        return (payment, try #require(await Gateway.client(server).pay(payment).succeeded))
    }

    private func refund(
        _ server: StripeServer, _ intent: String, _ cents: Int64, key: String = Gateway.key(),
        metadata: [String: String] = [:]
    ) async -> RefundOutcome {
        await Gateway.client(server).refund(
            intent, amountCents: cents, idempotencyKey: key, metadata: metadata, until: .now + Gateway.limit)
    }

    @Test("parts go back once each, and not more than was paid")
    func parts() async throws {
        let server = try await Gateway.shared.value
        let (payment, intent) = try await paid(server)
        let key = Gateway.key()
        let note = ["invoice_id": payment.invoiceID.uuidString, "credit_note": "F-2026-000002"]
        guard case .succeeded(let first) = await refund(server, intent.id, 4_000, key: key, metadata: note) else {
            Issue.record("no refund")
            return
        }
        #expect(first.amountCents == 4_000)
        #expect(first.paymentIntentID == intent.id)
        #expect(first.invoiceID == payment.invoiceID)
        #expect(first.metadata["credit_note"] == "F-2026-000002")
        #expect(await refund(server, intent.id, 4_000, key: key, metadata: note) == .succeeded(first))
        // By hand, in the dashboard.
        try await server.refund(intent.id, amountCents: 1_000)
        guard case .refused(let refusal) = await refund(server, intent.id, 5_001) else {
            Issue.record("too much went back")
            return
        }
        #expect(refusal.param == "amount")
        guard case .succeeded = await refund(server, intent.id, 5_000) else {
            Issue.record("no refund")
            return
        }
        guard case .refused(let over) = await refund(server, intent.id, 1) else {
            Issue.record("too much went back")
            return
        }
        #expect(over.code == "charge_already_refunded")
        let refunds = try await Gateway.client(server).refunds(of: intent.id, until: .now + Gateway.limit)
        #expect(refunds.map(\.amountCents).sorted() == [1_000, 4_000, 5_000])
        #expect(try await server.charges(ofInvoice: payment.invoiceID).map(\.refundedCents) == [10_000])
    }

    @Test("a refund without an answer is unknown, and is found by the payment's list")
    func lost() async throws {
        let server = try await Gateway.shared.value
        let (_, intent) = try await paid(server)
        for fault in [StripeServer.Fault.dropAfter, .cut, .errorAfter] {
            let key = Gateway.key()
            try await server.script(key, .fault(fault))
            guard case .unknown = await refund(server, intent.id, 100, key: key) else {
                Issue.record("\(fault)")
                return
            }
        }
        let refunds = try await Gateway.client(server).refunds(of: intent.id, until: .now + Gateway.limit)
        #expect(refunds.map(\.amountCents) == [100, 100, 100])
    }

    @Test("answers of another amount or payment are unknown, states are told apart")
    func answers() async throws {
        let server = try await Gateway.shared.value
        func outcome(_ status: Int, _ body: String) async throws -> RefundOutcome {
            let key = Gateway.key()
            try await server.script(key, .answer(status, body))
            return await refund(server, "pi_1", 100, key: key)
        }
        func body(_ status: String, amount: Int = 100, intent: String = "pi_1") -> String {
            """
            {"object": "refund", "id": "re_1", "amount": \(amount), "currency": "eur", "payment_intent": "\(intent)",
             "status": "\(status)", "created": 1700000000, "metadata": {}, "failure_reason": "unknown", "more": [1]}
            """
        }
        func name(_ outcome: RefundOutcome) -> String { "\(outcome)".prefix { $0 != "(" }.lowercased() }
        for (status, expected) in [
            ("succeeded", "succeeded"), ("pending", "pending"), ("requires_action", "pending"), ("failed", "failed"),
            ("canceled", "failed"), ("a_state_of_2031", "unknown"),
        ] {
            #expect(name(try await outcome(200, body(status))) == expected)
        }
        for wrong in [body("succeeded", amount: 101), body("succeeded", intent: "pi_2"), "<html>", "{}"] {
            #expect(name(try await outcome(200, wrong)) == "unknown")
        }
        #expect(name(try await outcome(429, "")) == "wait")
        #expect(name(try await outcome(502, "<html>")) == "unknown")
        #expect(name(await refund(server, "pi_1", 0)) == "refused")
        #expect(name(await refund(server, "pi_1", 1, key: String(repeating: "k", count: 256))) == "refused")
    }
}
