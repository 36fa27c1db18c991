import ChannelTestSupport
import Cryptography
import Foundation
import Operations
import StripeTestSupport
import Testing

@testable import Stripe

@Suite("Events of Stripe", .timeLimit(.minutes(1)))
struct StripeWebhookTests {
    private static let secret = "whsec_0123456789abcdef"
    private static let seconds: Int64 = 1_800_000_000
    private static let body =
        #"{"id": "evt_1", "object": "event", "type": "payment_intent.succeeded", "created": 1799999999, "livemode": true, "#
        + #""data": {"object": {"id": "pi_1", "object": "payment_intent", "metadata": {"invoice_id": "É"}}}, "more": 1}"#

    private func verify(
        _ field: String?, _ body: String = body, secrets: [String] = [secret], at seconds: Int64 = seconds
    ) throws(StripeWebhookError) -> StripeEvent {
        try StripeWebhook.verify(
            Array(body.utf8), field: field, secrets: secrets.map(Secret.init),
            now: Date(timeIntervalSince1970: TimeInterval(seconds)))
    }

    private func field(_ body: String = body, at seconds: Int64 = seconds, secret: String = secret) -> String {
        let signature = StripeSignature.signature(of: Array(body.utf8), at: seconds, secret: Secret(secret))
        return "t=\(seconds),v1=\(Hex.encode(signature))"
    }

    @Test("the stripe package's signatures are taken here, and ours by it")
    func bothWays() async throws {
        let server = try await Gateway.shared.value
        let theirs = try await server.sign(Self.body, secret: Self.secret, seconds: Self.seconds)
        #expect(theirs == field())
        #expect(try verify(theirs).id == "evt_1")
        let now = Int64(Date().timeIntervalSince1970)
        #expect(try await server.verify(Self.body, field: field(at: now), secret: Self.secret) == "evt_1")
        #expect(
            try await server.verify(Self.body, field: field(at: now), secret: "whsec_other")
                == "SignatureVerificationError")
    }

    @Test("an event of a payment arrives, verifies, and names what is to be fetched again")
    func arrives() async throws {
        let server = try await StripeServer()
        let receiver = try await ChannelServer(.webhook)
        try await server.addWebhook(receiver.url("/stripe"), secret: Self.secret, events: ["payment_intent.succeeded"])
        let payment = Gateway.payment(try await server.makeCustomer())
        let intent = try #require(await Gateway.client(server).pay(payment).succeeded)
        let delivery = try #require(try await receiver.requests("/stripe", atLeast: 1).first)
        let event = try StripeWebhook.verify(
            Array(delivery.body.utf8), field: delivery.headers["stripe-signature"], secrets: [Secret(Self.secret)],
            now: Date())
        #expect(event.type == "payment_intent.succeeded")
        #expect(event.objectKind == "payment_intent")
        #expect(event.objectID == intent.id)
        #expect(event.paymentIntentID == intent.id)
        #expect(event.invoiceID == payment.invoiceID)
        #expect(event.paymentID == intent.paymentID)
        #expect(event.account == nil)
        #expect(!event.isLive)
        #expect(
            try await server.verify(
                delivery.body, field: delivery.headers["stripe-signature"] ?? "", secret: Self.secret) == event.id)
    }

    @Test("one of several signatures, or of several secrets, is enough")
    func several() throws {
        let old = field(secret: "whsec_old").replacingOccurrences(of: "t=\(Self.seconds),", with: "")
        #expect(try verify("\(field()),\(old)").id == "evt_1")
        #expect(try verify("\(field()),v0=00,v1=zz,scheme=x").isLive)
        #expect(try verify(field(), secrets: ["whsec_new", Self.secret]).id == "evt_1")
        #expect(try verify(field(), secrets: ["", Self.secret]).id == "evt_1")
    }

    @Test("without a secret nothing is taken, not even what is signed with none", arguments: [[], [""], [" \n"]])
    func noSecret(_ secrets: [String]) {
        #expect(throws: StripeWebhookError.noSecret) {
            try verify(field(secret: secrets.first ?? ""), secrets: secrets)
        }
    }

    @Test("what is not signed, not so, too old or from the future is refused")
    func refused() throws {
        #expect(throws: StripeWebhookError.noSignature) { try verify(nil) }
        for malformed in [
            "", "t=", "v1=00", "t=\(Self.seconds)", "t=1,v1=00", "t=-1,v1=\(String(repeating: "0", count: 64))",
            field() + ",t=\(Self.seconds)", "t=99999999999999999999,v1=\(String(repeating: "0", count: 64))", "t",
            ",,,",
            field().replacingOccurrences(of: "v1", with: "v0"), field() + String(repeating: ",v1=", count: 3_000),
            field() + String(repeating: ",v1=" + String(repeating: "0", count: 64), count: 40),
        ] {
            #expect(throws: StripeWebhookError.malformedSignature, "\(malformed.prefix(60))") { try verify(malformed) }
        }
        #expect(throws: StripeWebhookError.wrongSignature) { try verify(field(), secrets: ["whsec_other"]) }
        #expect(throws: StripeWebhookError.wrongSignature) { try verify(field(), Self.body + " ") }
        #expect(throws: StripeWebhookError.wrongSignature) {
            try verify(field().replacingOccurrences(of: "t=18", with: "t=17"), at: Self.seconds)
        }
        for seconds in [Self.seconds - 300, Self.seconds, Self.seconds + 300] {
            #expect(try verify(field(), at: seconds).id == "evt_1")
        }
        #expect(throws: StripeWebhookError.tooOld) { try verify(field(), at: Self.seconds + 301) }
        #expect(throws: StripeWebhookError.fromTheFuture) { try verify(field(), at: Self.seconds - 301) }
        for body in ["", "{}", "[]", "\u{0}", #"{"id": "evt_1", "object": "charge"}"#] {
            #expect(throws: StripeWebhookError.noEvent) { try verify(field(body), body) }
        }
    }

    @Test("events of other objects name the payment that they belong to, and whose account they are of")
    func objects() throws {
        func event(_ object: String) throws -> StripeEvent {
            let body =
                #"{"id": "evt_2", "object": "event", "type": "x", "account": "acct_1", "created": 1, "data": {"object": \#(object)}}"#
            return try verify(field(body), body)
        }
        let refund = try event(#"{"id": "re_1", "object": "refund", "payment_intent": "pi_9"}"#)
        #expect(refund.objectKind == "refund")
        #expect(refund.paymentIntentID == "pi_9")
        #expect(refund.account == "acct_1")
        #expect(refund.invoiceID == nil)
        let charge = try event(
            #"{"id": "ch_1", "object": "charge", "payment_intent": {"id": "pi_8"}, "metadata": [1]}"#)
        #expect(charge.paymentIntentID == "pi_8")
        let balance = try event(#"{"object": "balance", "id": {"odd": 1}}"#)
        #expect(balance.objectID == nil)
        #expect(balance.paymentIntentID == nil)
    }
}
