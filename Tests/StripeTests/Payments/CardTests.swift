import Foundation
import Stripe
import StripeTestSupport
import Testing

@Suite("What cards and customers do", .timeLimit(.minutes(1)))
struct CardTests {
    private static let declinedCard = "4000000000000341"
    private static let askingCard = "4000002500003155"
    /// One that answers as localstripe does.
    private static let bare = Task {
        let server = try await StripeServer()
        try await server.setLikeStripe(false)
        return server
    }

    @Test("a declined card takes no money; a new key tries again, and may pass")
    func declined() async throws {
        let server = try await Gateway.shared.value
        let client = Gateway.client(server)
        let customer = try await server.makeCustomer(card: Self.declinedCard)
        let (payment, key) = (Gateway.payment(customer), Gateway.key())
        let decline = try #require(await client.pay(payment, key: key).declined)
        #expect(decline.code == "card_declined")
        #expect(decline.declineCode == "generic_decline")
        #expect(!decline.isHard)
        try await server.setDecline(of: customer.paymentMethod, "stolen_card")
        #expect(await client.pay(payment, key: key).declined == decline, "the first answer is kept")
        #expect(await client.pay(payment).declined?.isHard == true)
        try await server.setCard(of: customer.paymentMethod, "4242424242424242")
        #expect(await client.pay(payment, key: key).declined == decline)
        #expect(await client.pay(payment).succeeded != nil)
        #expect(try await server.charges(ofInvoice: payment.invoiceID).count == 1)
        // A decline is seen by a look-up, too.
        let first = try await client.payment(
            try #require(decline.paymentIntentID), until: .now + Gateway.limit)
        #expect(PaymentOutcome(of: first, for: payment).declined?.code == "card_declined")
    }

    @Test("a card that asks for its holder takes no money, in the answer and in a look-up")
    func authentication() async throws {
        let server = try await Gateway.shared.value
        let payment = Gateway.payment(try await server.makeCustomer(card: Self.askingCard))
        guard case .actionRequired(let intent?, "authentication_required") = await Gateway.client(server).pay(payment)
        else {
            Issue.record("no action")
            return
        }
        let later = try await Gateway.client(server).payment(intent.id, until: .now + Gateway.limit)
        guard case .actionRequired(later, "authentication_required") = PaymentOutcome(of: later, for: payment) else {
            Issue.record("\(later)")
            return
        }
        #expect(try await server.charges(ofInvoice: payment.invoiceID).isEmpty)
    }

    @Test("localstripe's own shapes of a decline and of 3-D Secure mean the same")
    func bareShapes() async throws {
        let server = try await Self.bare.value
        let client = Gateway.client(server)
        let declined = Gateway.payment(try await server.makeCustomer(card: Self.declinedCard))
        #expect(await client.pay(declined).declined?.code == "card_declined")
        let asked = Gateway.payment(try await server.makeCustomer(card: Self.askingCard))
        guard case .actionRequired(.some, "requires_action") = await client.pay(asked) else {
            Issue.record("no action")
            return
        }
        #expect(await client.pay(Gateway.payment(try await server.makeCustomer())).succeeded != nil)
    }

    @Test("a method that was taken from its customer is refused, and so is what Stripe does not have")
    func detached() async throws {
        let server = try await Gateway.shared.value
        let client = Gateway.client(server)
        let customer = try await server.makeCustomer()
        try await server.detach(customer.paymentMethod)
        let payment = Gateway.payment(customer)
        #expect(await client.pay(payment).refusal?.param == "payment_method")
        #expect(try await server.charges(ofInvoice: payment.invoiceID).isEmpty)
        let missing = NewPayment(
            amountCents: 100, currency: "EUR", customer: "cus_missing", paymentMethod: customer.paymentMethod,
            invoiceID: UUID())
        let refusal = try #require(await client.pay(missing).refusal)
        #expect(refusal.code == "resource_missing")
        #expect(refusal.param == "customer")
        let id = "pi_a/../b?c=d"
        await #expect(throws: StripeError.self) { try await client.payment(id, until: .now + Gateway.limit) }
    }

    @Test("an amount below Stripe's least, and a currency that it does not have, are refused by name")
    func amounts() async throws {
        let server = try await Gateway.shared.value
        let customer = try await server.makeCustomer()
        let client = Gateway.client(server)
        #expect(await client.pay(Gateway.payment(customer, cents: 49)).refusal?.isAmountTooSmall == true)
        #expect(await client.pay(Gateway.payment(customer, cents: .max)).refusal?.code == "amount_too_large")
        #expect(await client.pay(Gateway.payment(customer, currency: "ZZZ")).refusal?.param == "currency")
    }

    @Test("metadata of any characters arrives as it was")
    func metadata() async throws {
        let server = try await Gateway.shared.value
        let customer = try await server.makeCustomer()
        let text = "É & = ? # % + [x] \u{202E}🇫🇷 \"quoted\""
        let payment = NewPayment(
            amountCents: 100, currency: "eur", customer: customer.customer, paymentMethod: customer.paymentMethod,
            invoiceID: UUID(), metadata: ["note": text, "invoice_id": "not this one"])
        let intent = try #require(await Gateway.client(server).pay(payment).succeeded)
        #expect(intent.metadata["note"] == text)
        #expect(intent.invoiceID == payment.invoiceID)
    }

    @Test("a list that does not go on, that is cut, or that holds what cannot be read ends in an error")
    func lists() async throws {
        let server = try await StripeServer()
        let client = Gateway.client(server)
        let payment = Gateway.payment(try await server.makeCustomer())
        let page = #"{"object": "list", "has_more": true, "data": [\#(Answers.intent(payment, "succeeded"))]}"#
        let name = "GET /v1/payment_intents"
        for steps in [
            [.answer(200, page), .answer(200, page)], [.answer(200, #"{"has_more": true, "data": []}"#)],
            [.answer(200, #"{"has_more": false, "data": [{"object": "payment_intent", "id": "pi_1"}]}"#)],
            [.fault(.cut)], [.fault(.limit)], [.fault(.html)], [.answer(500, "{}")],
        ] as [[StripeServer.Step]] {
            for step in steps { try await server.script(name, step) }
            await #expect(throws: StripeError.self) {
                try await client.payments(of: payment.customer, since: Date(), until: .now + Gateway.limit)
            }
        }
    }
}
