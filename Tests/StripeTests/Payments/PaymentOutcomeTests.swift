import Foundation
import Stripe
import StripeTestSupport
import Testing

@Suite("What an answer of Stripe means for a payment", .timeLimit(.minutes(1)))
struct PaymentOutcomeTests {
    private let payment = Gateway.payment(.init(customer: "cus_1", paymentMethod: "pm_1"))

    private func outcome(
        _ status: Int, _ body: String, headers: [String: String] = [:]
    ) async throws -> PaymentOutcome {
        let server = try await Gateway.shared.value
        let key = Gateway.key()
        try await server.script(key, .answer(status, body, headers: headers))
        return await Gateway.client(server).pay(payment, key: key)
    }

    @Test("a payment that is not the one that was asked for is unknown, and the reason says what differs")
    func others() async throws {
        let differences: [(String, [String: Any])] = [
            ("amount", ["amount": payment.amountCents + 1]), ("currency", ["currency": "usd"]),
            ("customer", ["customer": "cus_2"]), ("customer", ["customer": NSNull()]),
            ("invoice_id", ["metadata": [String: String]()]),
        ]
        for (difference, changes) in differences {
            let outcome = try await outcome(200, Answers.intent(payment, "succeeded", changes))
            #expect(outcome.unknownReason?.contains("another \(difference)") == true, "\(outcome)")
            let declined = Answers.error([
                "type": "card_error", "code": "card_declined",
                "payment_intent": Answers.object(payment, "requires_payment_method", changes),
            ])
            #expect(try await self.outcome(402, declined).unknownReason?.contains(difference) == true)
        }
    }

    @Test("states are told apart")
    func states() async throws {
        let lost: [String: Any] = [
            "last_payment_error": ["type": "card_error", "code": "card_declined", "decline_code": "lost_card"]
        ]
        let asked: [String: Any] = ["last_payment_error": ["type": "card_error", "code": "authentication_required"]]
        #expect(try await outcome(200, Answers.intent(payment, "succeeded")).succeeded?.id == "pi_scripted")
        #expect(
            try await outcome(200, Answers.intent(payment, "succeeded", ["customer": ["id": payment.customer]]))
                .succeeded
                != nil)
        guard case .processing = try await outcome(200, Answers.intent(payment, "processing")) else {
            Issue.record("processing")
            return
        }
        let action = try await outcome(200, Answers.intent(payment, "requires_action"))
        guard case .actionRequired(let intent, "requires_action") = action else {
            Issue.record("\(action)")
            return
        }
        #expect(intent?.id == "pi_scripted")
        let hard = try #require(
            try await outcome(200, Answers.intent(payment, "requires_payment_method", lost)).declined)
        #expect(hard.isHard)
        #expect(hard.declineCode == "lost_card")
        #expect(hard.paymentIntentID == "pi_scripted")
        guard case .actionRequired = try await outcome(200, Answers.intent(payment, "requires_payment_method", asked))
        else {
            Issue.record("authentication")
            return
        }
        #expect(try await outcome(200, Answers.intent(payment, "canceled")).declined?.code == "canceled")
        for status in ["requires_capture", "requires_confirmation", "a_state_of_2031"] {
            #expect(try await outcome(200, Answers.intent(payment, status)).unknownReason != nil)
        }
        let partly = Answers.intent(payment, "succeeded", ["amount_received": 1])
        #expect(try await outcome(200, partly).unknownReason != nil)
    }

    @Test("a 200 that cannot be read is unknown")
    func unreadable() async throws {
        let tooMuch = Answers.intent(payment, "succeeded").replacingOccurrences(
            of: "12345", with: "9223372036854775808")
        for body in [
            "", "{}", "null", "<html>", "[1", tooMuch, Answers.intent(payment, "succeeded", ["amount": "12345"]),
            Answers.intent(payment, "succeeded", ["object": "setup_intent"]),
            Answers.intent(payment, "succeeded", ["amount": 123.45]),
            String(repeating: "[", count: 100_000),
            // Whole, but longer than is read.
            Answers.intent(payment, "succeeded") + String(repeating: " ", count: 9 << 20),
        ] {
            let outcome = try await outcome(200, body)
            #expect(outcome.unknownReason != nil, "\(body.prefix(40)): \(outcome)")
        }
    }

    @Test("a decline says why, and whether it is for good", arguments: [false, true])
    func declines(_ isReal: Bool) async throws {
        func declined(_ more: [String: Any]) async throws -> Decline {
            // As Stripe writes it, or as localstripe does.
            let base: [String: Any] =
                isReal
                ? [
                    "type": "card_error", "message": "Your card was declined.",
                    "payment_intent": Answers.object(payment, "requires_payment_method"),
                ] : ["type": "invalid_request_error", "charge": "ch_1"]
            let body = Answers.error(base.merging(more) { $1 })
            return try #require(try await outcome(402, body).declined)
        }
        let plain = try await declined(["code": "card_declined"])
        #expect(!plain.isHard)
        #expect(plain.paymentIntentID == (isReal ? "pi_scripted" : nil))
        for (code, isHard) in [("lost_card", true), ("insufficient_funds", false), ("a_code_of_2031", false)] {
            let decline = try await declined(["code": "card_declined", "decline_code": code])
            #expect(decline.isHard == isHard)
            #expect(decline.declineCode == code)
        }
        #expect(try await declined(["code": "expired_card"]).isHard)
        #expect(
            try await declined([
                "code": "card_declined", "decline_code": "do_not_honor", "advice_code": "do_not_try_again",
            ])
            .isHard)
        #expect(
            try await !declined([
                "code": "card_declined", "decline_code": "fraudulent", "advice_code": "try_again_later",
            ])
            .isHard)
        let asked = Answers.error(["type": "card_error", "code": "authentication_required"])
        guard case .actionRequired(nil, "authentication_required") = try await outcome(402, asked) else {
            Issue.record("authentication")
            return
        }
        let paid = Answers.error([
            "type": "card_error", "code": "card_declined", "payment_intent": Answers.object(payment, "succeeded"),
        ])
        #expect(try await outcome(402, paid).unknownReason != nil)
    }

    @Test("no code is both hard and soft, and authentication is neither")
    func codes() {
        #expect(DeclineCodes.hard.isDisjoint(with: DeclineCodes.soft))
        #expect(DeclineCodes.authentication.isDisjoint(with: DeclineCodes.hard.union(DeclineCodes.soft)))
        for code in ["lost_card", "stolen_card", "pickup_card", "fraudulent"] { #expect(DeclineCodes.isHard(code)) }
    }

    @Test("a wrong request is refused, with Stripe's code and field", arguments: [400, 401, 403, 404])
    func refusals(_ status: Int) async throws {
        let body = Answers.error([
            "type": "invalid_request_error", "code": "resource_missing", "param": "customer",
            "message": "No such\ncustomer",
        ])
        let refusal = try #require(try await outcome(status, body).refusal)
        #expect(refusal.status == status)
        #expect(refusal.code == "resource_missing")
        #expect(refusal.param == "customer")
        #expect(refusal.isOfKey == (status == 401 || status == 403))
        #expect(status == 401 || refusal.message == "No such customer")
        #expect(!refusal.isAmountTooSmall)
        let small = Answers.error(["type": "invalid_request_error", "code": "amount_too_small"])
        #expect(try await outcome(status, small).refusal?.isAmountTooSmall == true)
    }

    @Test(
        "what Stripe does not say is unknown",
        arguments: [300, 302, 400, 402, 403, 404, 408, 409, 424, 500, 502, 503, 504]
    )
    func unknowns(_ status: Int) async throws {
        for body in ["<html>Bad gateway</html>", "", "{}", #"{"error": {}}"#, #"{"error": "no"}"#] {
            #expect(try await outcome(status, body).unknownReason != nil, "\(body)")
        }
        let key = Answers.error(["type": "idempotency_error", "message": "Keys for idempotent requests…"])
        #expect(try await outcome(status, key).unknownReason != nil)
        guard ![400, 402, 403, 404].contains(status) else { return }
        let own = Answers.error(["type": "api_error", "code": "lock_timeout"])
        for headers in [[:], ["Stripe-Should-Retry": "true"], ["Stripe-Should-Retry": "false"]] {
            #expect(try await outcome(status, own, headers: headers).unknownReason != nil)
        }
    }

    @Test("too many calls wait for as long as Stripe asks, and so does what Stripe says may pass")
    func waits() async throws {
        func wait(_ status: Int, _ body: String, _ headers: [String: String]) async throws -> Duration?? {
            if case .wait(let time, _) = try await outcome(status, body, headers: headers) { .some(time) } else { nil }
        }
        let limit = Answers.error(["type": "invalid_request_error", "code": "rate_limit"])
        #expect(try await wait(429, limit, ["Retry-After": "7"]) == .some(.seconds(7)))
        #expect(try await wait(429, limit, [:]) == .some(nil))
        #expect(try await wait(429, "<html>", ["Retry-After": "999999999"]) == .some(.seconds(86_400)))
        #expect(try await wait(429, limit, ["Stripe-Should-Retry": "false"]) == .some(nil))
        let locked = Answers.error(["type": "invalid_request_error", "code": "lock_timeout"])
        #expect(try await wait(400, locked, ["Stripe-Should-Retry": "true"]) == .some(nil))
        #expect(try await outcome(400, locked, headers: ["Stripe-Should-Retry": "false"]).refusal != nil)
    }

    @Test("a key is in no outcome, also when the other side repeats it")
    func secrets() async throws {
        let server = try await Gateway.shared.value
        for status in [400, 401, 402, 404, 409, 500] {
            let echoed = Answers.error([
                "type": "invalid_request_error", "code": server.key, "param": server.key, "decline_code": server.key,
                // Also where the text is cut.
                "message": server.key + String(repeating: "x", count: 1008) + server.key,
            ])
            let outcome = try await outcome(status, echoed)
            var text = "\(outcome) \(String(reflecting: outcome))"
            dump(outcome, to: &text)
            #expect(!text.contains("sk_t"), "\(text)")
        }
        #expect(!"\(Gateway.client(server))".contains("sk_test"))
        let elsewhere = StripeClient(http: Gateway.http, key: .init("sk_test_\n"), base: server.url)
        let outcome = await elsewhere.pay(payment)
        #expect(outcome.refusal?.status == 0)
        #expect(!"\(outcome)".contains("sk_test"))
    }
}
