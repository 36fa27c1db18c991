import Foundation
import Operations
import Stripe
import StripeTestSupport
import Testing

@Suite("A payment that Stripe takes", .timeLimit(.minutes(1)))
struct PaymentTests {
    @Test("money is taken once, with the fields that Stripe needs and no others")
    func succeeds() async throws {
        let server = try await Gateway.shared.value
        let payment = Gateway.payment(try await server.makeCustomer())
        let key = Gateway.key()
        let intent = try #require(await Gateway.client(server).pay(payment, key: key).succeeded)
        #expect(intent.amountCents == 12_345)
        #expect(intent.receivedCents == 12_345)
        #expect(intent.currency == "eur")
        #expect(intent.invoiceID == payment.invoiceID)
        #expect(intent.paymentID == payment.metadata["payment_id"])
        #expect(!intent.isLive)
        let request = try #require(try await server.requests(key).first)
        #expect(
            request.form == [
                "amount": "12345", "currency": "eur", "customer": payment.customer,
                "payment_method": payment.paymentMethod, "confirm": "true", "off_session": "true",
                "metadata[invoice_id]": payment.invoiceID.uuidString.lowercased(),
                "metadata[payment_id]": payment.metadata["payment_id"] ?? "",
            ])
        #expect(request.version == StripeClient.version)
        #expect(try await server.charges(ofInvoice: payment.invoiceID).map(\.amountCents) == [12_345])
    }

    @Test("the same call with the same key takes no more money, and answers as the first time")
    func again() async throws {
        let server = try await Gateway.shared.value
        let (payment, key) = (Gateway.payment(try await server.makeCustomer()), Gateway.key())
        let first = await Gateway.client(server).pay(payment, key: key)
        #expect(first.succeeded != nil)
        #expect(await Gateway.client(server).pay(payment, key: key) == first)
        #expect(try await server.requests(key).map(\.executed) == [true, false])
        #expect(try await server.charges(ofInvoice: payment.invoiceID).count == 1)
    }

    @Test("a payment is found again by the list of its customer, and by its id")
    func found() async throws {
        let server = try await Gateway.shared.value
        let client = Gateway.client(server)
        let customer = try await server.makeCustomer()
        let began = Date()
        // More than a page.
        var asked: [NewPayment] = []
        for number in 0..<103 {
            let payment = Gateway.payment(customer, cents: Int64(100 + number))
            #expect(await client.pay(payment).succeeded != nil)
            asked.append(payment)
        }
        let until = ContinuousClock.now + Gateway.limit
        let found = try await client.payments(of: customer.customer, since: began, until: until)
        #expect(found.compactMap(\.invoiceID) == asked.reversed().map(\.invoiceID))
        let newest = try #require(found.first)
        #expect(try await client.payment(newest.id, until: until) == newest)
        #expect(
            try await client.payments(
                of: customer.customer, since: began.addingTimeInterval(3600), until: until
            ).isEmpty)
        var pages: [Int] = []
        var all: Set<String> = []
        try await client.allPayments(createdFrom: began, to: Date().addingTimeInterval(60), until: until) { page in
            pages.append(page.count)
            all.formUnion(page.map(\.id))
        }
        #expect(pages.first == 100)
        #expect(all.isSuperset(of: found.map(\.id)))
    }

    @Test("money of a currency without cents goes out as it is, and by whichever case it was written")
    func zeroDecimal() async throws {
        let server = try await Gateway.shared.value
        let payment = Gateway.payment(try await server.makeCustomer(), cents: 500, currency: "JPY")
        let intent = try #require(await Gateway.client(server).pay(payment).succeeded)
        #expect(intent.currency == "jpy")
        #expect(try await server.charges(ofInvoice: payment.invoiceID).map(\.amountCents) == [500])
    }

    @Test("a debit of an account is under way first, and is looked up until it ended")
    func processing() async throws {
        let server = try await Gateway.shared.value
        let client = Gateway.client(server)
        let payment = Gateway.payment(try await server.makeCustomer(iban: "DE89370400440532013000"))
        guard case .processing(let intent) = await client.pay(payment) else {
            Issue.record("not under way")
            return
        }
        #expect(intent.status == .processing)
        let bad = Gateway.payment(try await server.makeCustomer(iban: "DE62370400440532013001"))
        guard case .processing(let other) = await client.pay(bad) else {
            Issue.record("not under way")
            return
        }
        func ended(_ id: String) async throws -> PaymentIntent {
            while true {
                let intent = try await client.payment(id, until: .now + Gateway.limit)
                if intent.status != .processing { return intent }
                try await Task.sleep(for: .milliseconds(20))
            }
        }
        #expect(PaymentOutcome(of: try await ended(intent.id), for: payment).succeeded?.id == intent.id)
        let decline = try #require(PaymentOutcome(of: try await ended(other.id), for: bad).declined)
        #expect(decline.paymentIntentID == other.id)
    }

    @Test("the key that Stripe takes is known by one cheap call, and one that it does not take, too")
    func ping() async throws {
        let server = try await Gateway.shared.value
        try await Gateway.client(server).ping(until: .now + Gateway.limit)
        await #expect {
            try await Gateway.client(server, key: "sk_test_wrong_0123456789").ping(until: .now + Gateway.limit)
        } throws: { error in
            guard case .refused(let refusal) = error as? StripeError else { return false }
            let text = "\(error) \(String(reflecting: refusal))"
            return refusal.isOfKey && text.contains("STRIPE_API_KEY") && !text.contains("6789")
        }
    }

    @Test("whether a key moves money is seen by its name", arguments: [("sk_live_a", true), ("sk_test_a", false)])
    func live(_ key: String, _ isLive: Bool) {
        #expect(StripeClient(http: Gateway.http, key: Secret(key)).isLive == isLive)
    }
}
