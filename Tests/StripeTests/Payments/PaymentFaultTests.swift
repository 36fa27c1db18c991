import Foundation
import Operations
import Stripe
import StripeTestSupport
import Testing

@Suite("What a payment comes to when the connection, or Stripe, fails", .timeLimit(.minutes(1)))
struct PaymentFaultTests {
    /// So short that a request which is never answered ends soon, and so long that it has been read by then.
    private static let short: Duration = .milliseconds(700)

    private func found(_ payment: NewPayment, _ server: StripeServer) async throws -> [PaymentOutcome] {
        let since = Date().addingTimeInterval(-60)
        let all = try await Gateway.client(server).payments(
            of: payment.customer, since: since, until: .now + Gateway.limit)
        return all.filter { $0.invoiceID == payment.invoiceID }.map { PaymentOutcome(of: $0, for: payment) }
    }

    @Test("no answer is unknown, and the look-up shows whether money moved", arguments: StripeServer.Fault.noAnswer)
    func noAnswer(_ fault: StripeServer.Fault) async throws {
        let server = try await Gateway.shared.value
        let (payment, key) = (Gateway.payment(try await server.makeCustomer()), Gateway.key())
        try await server.script(key, .fault(fault))
        let outcome = await Gateway.client(server).pay(payment, key: key, within: Self.short)
        #expect(outcome.unknownReason != nil, "\(outcome)")
        let isExecuted = [.dropAfter, .silentAfter, .cut].contains(fault)
        #expect(try await found(payment, server).map { $0.succeeded != nil } == (isExecuted ? [true] : []))
        // Under the same key the first answer comes, or the payment is made now.
        #expect(await Gateway.client(server).pay(payment, key: key).succeeded != nil)
        #expect(try await server.charges(ofInvoice: payment.invoiceID).count == 1)
        #expect(try await server.requests(key).count == 2, "nothing is sent again by itself")
    }

    @Test("a charge that is made after the caller has gone is found later, and its key is in flight until then")
    func during() async throws {
        let server = try await StripeServer()
        let (payment, key) = (Gateway.payment(try await server.makeCustomer()), Gateway.key())
        try await server.script(key, .fault(.hold))
        let client = Gateway.client(server)
        #expect(await client.pay(payment, key: key, within: Self.short).unknownReason != nil)
        #expect(try await server.awaitHeld())
        // None is found, and yet there will be one: "not found" is no "not executed" at once.
        #expect(try await found(payment, server).isEmpty)
        let second = await client.pay(payment, key: key)
        #expect(second.unknownReason?.contains("under way") == true, "\(second)")
        try await server.release()
        #expect(try await server.requests(key).count == 2)
        while try await server.charges(ofInvoice: payment.invoiceID).isEmpty {
            try await Task.sleep(for: .milliseconds(10))
        }
        #expect(try await found(payment, server).map { $0.succeeded != nil } == [true])
        #expect(await client.pay(payment, key: key).succeeded != nil)
        #expect(try await server.charges(ofInvoice: payment.invoiceID).count == 1)
    }

    @Test("a 500 is kept under its key: only a look-up shows that the money was taken")
    func storedError() async throws {
        let server = try await Gateway.shared.value
        let (payment, key) = (Gateway.payment(try await server.makeCustomer()), Gateway.key())
        try await server.script(key, .fault(.errorAfter))
        let client = Gateway.client(server)
        for _ in 0..<3 { #expect(await client.pay(payment, key: key).unknownReason?.contains("500") == true) }
        #expect(try await server.requests(key).map(\.executed) == [true, false, false])
        #expect(try await found(payment, server).map { $0.succeeded != nil } == [true])
        #expect(try await server.charges(ofInvoice: payment.invoiceID).count == 1)
    }

    @Test("another request under a key is unknown: the first one may have taken money")
    func changedBody() async throws {
        let server = try await Gateway.shared.value
        let (payment, key) = (Gateway.payment(try await server.makeCustomer()), Gateway.key())
        let client = Gateway.client(server)
        #expect(await client.pay(payment, key: key).succeeded != nil)
        let other = NewPayment(
            amountCents: payment.amountCents + 1, currency: payment.currency, customer: payment.customer,
            paymentMethod: payment.paymentMethod, invoiceID: payment.invoiceID)
        #expect(await client.pay(other, key: key).unknownReason?.contains("another request") == true)
        #expect(try await server.charges(ofInvoice: payment.invoiceID).count == 1)
    }

    @Test("a key is forgotten after a day: sent again, it takes the money again")
    func forgottenKey() async throws {
        let server = try await StripeServer()
        let (payment, key) = (Gateway.payment(try await server.makeCustomer()), Gateway.key())
        let client = Gateway.client(server)
        #expect(await client.pay(payment, key: key).succeeded != nil)
        try await server.advance(by: 86_399)
        #expect(await client.pay(payment, key: key).succeeded != nil)
        #expect(try await server.charges(ofInvoice: payment.invoiceID).count == 1)
        try await server.advance(by: 1)
        #expect(await client.pay(payment, key: key).succeeded != nil)
        #expect(try await server.charges(ofInvoice: payment.invoiceID).count == 2)
    }

    @Test("what was not sent, or was turned away, waits")
    func notExecuted() async throws {
        let server = try await Gateway.shared.value
        let payment = Gateway.payment(try await server.makeCustomer())
        func elsewhere(_ base: String) async -> PaymentOutcome {
            await StripeClient(http: Gateway.http, key: Secret(server.key), base: base).pay(payment)
        }
        #expect(await elsewhere("http://127.0.0.1:1").isWait)
        #expect(await elsewhere("http://nowhere.invalid").isWait)
        #expect(await elsewhere(server.url.replacingOccurrences(of: "http:", with: "https:")).isWait)
        #expect(await Gateway.client(server).pay(payment, within: .zero).isWait)
        #expect(await elsewhere("no url").refusal != nil)
        let key = Gateway.key()
        try await server.script(key, .fault(.limit), .fault(.html))
        guard case .wait(.seconds(2), _) = await Gateway.client(server).pay(payment, key: key) else {
            Issue.record("429")
            return
        }
        #expect(await Gateway.client(server).pay(payment, key: key).unknownReason != nil)
        #expect(try await server.charges(ofInvoice: payment.invoiceID).isEmpty)
    }

    @Test("what Stripe would never take is refused before it is sent")
    func refusedHere() async throws {
        let server = try await Gateway.shared.value
        let customer = try await server.makeCustomer()
        let client = Gateway.client(server)
        for key in ["", String(repeating: "k", count: 256), "a b", "a\nb", "é"] {
            #expect(await client.pay(Gateway.payment(customer), key: key).refusal?.code == "idempotency_key")
            #expect(try await server.requests(key).isEmpty || key.isEmpty)
        }
        for cents in [0, -1, .min] as [Int64] {
            let key = Gateway.key()
            #expect(await client.pay(Gateway.payment(customer, cents: cents), key: key).refusal?.code == "amount")
            #expect(try await server.requests(key).isEmpty)
        }
        let longest = Gateway.key().padding(toLength: 255, withPad: "k", startingAt: 0)
        #expect(await client.pay(Gateway.payment(customer), key: longest).succeeded != nil)
    }

    /// One in five answers is lost after the charge, and worse. What is unknown is looked up, and only what is not found is
    /// sent again, under its own key.
    @Test("with one answer in five lost, each of 40 payments is made once")
    func share() async throws {
        let server = try await StripeServer()
        let seed = UInt64.random(in: 0...(.max >> 1))
        print("PaymentFaultTests.share: seed \(seed)")
        try await server.share(
            [.dropAfter: 0.2, .dropBefore: 0.1, .cut: 0.1, .errorAfter: 0.1, .limit: 0.1], seed: seed)
        let client = Gateway.client(server)
        let customer = try await server.makeCustomer()
        let payments = (1...40).map { Gateway.payment(customer, cents: Int64(1_000 + $0)) }
        for payment in payments {
            let key = Gateway.key()
            var outcome = await client.pay(payment, key: key)
            while outcome.succeeded == nil {
                #expect(outcome.isWait || outcome.unknownReason != nil, "\(outcome)")
                if outcome.unknownReason != nil, let found = try await found(payment, server).first {
                    outcome = found
                } else {
                    outcome = await client.pay(payment, key: key)
                }
            }
        }
        let charges = try await server.charges()
        #expect(charges.map(\.amountCents).sorted() == payments.map(\.amountCents))
        #expect(Set(charges.map(\.invoiceID)).count == 40)
    }
}

extension StripeServer.Fault {
    static let noAnswer: [Self] = [.dropBefore, .silentBefore, .dropAfter, .silentAfter, .cut]
}
