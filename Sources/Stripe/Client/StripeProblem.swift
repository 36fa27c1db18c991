import Foundation
import HTTPClient
import Operations

/// Stripe's `error` object (https://docs.stripe.com/api/errors), as far as it is read. What else is in it is ignored.
struct StripeProblem: Decodable, Sendable {
    var status = 0
    var type: String?
    var code: String?
    var declineCode: String?
    var adviceCode: String?
    var message: String?
    var param: String?
    /// Nil also where it cannot be read.
    var paymentIntent: PaymentIntent?

    private enum Key: String, CodingKey {
        case type, code, message, param
        case declineCode = "decline_code"
        case adviceCode = "advice_code"
        case paymentIntent = "payment_intent"
    }

    init(status: Int, code: String?, message: String, param: String? = nil) {
        self.status = status
        self.code = code
        self.message = message
        self.param = param
    }

    init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: Key.self)
        func text(_ key: Key) -> String? { (try? container.decodeIfPresent(String.self, forKey: key)) ?? nil }
        type = text(.type)
        code = text(.code)
        declineCode = text(.declineCode)
        adviceCode = text(.adviceCode)
        message = text(.message)
        param = text(.param)
        paymentIntent = try? container.decodeIfPresent(PaymentIntent.self, forKey: .paymentIntent)
        // An object that names nothing is not Stripe's.
        guard type != nil || code != nil else {
            throw DecodingError.dataCorruptedError(
                forKey: .type, in: container, debugDescription: "no type and no code")
        }
    }

    /// Stripe repeats the end of a key that it does not take: of that, its own words are not kept at all.
    mutating func hide(_ key: Secret) {
        switch status {
        case 401: message = "Stripe does not take the key: check STRIPE_API_KEY."
        default: message = message.map { AnswerText.line($0.utf8, hiding: key.reveal()) }
        }
        func line(_ text: String?) -> String? {
            text.map { AnswerText.line($0.utf8.prefix(200), hiding: key.reveal()) }
        }
        (type, code, declineCode) = (line(type), line(code), line(declineCode))
        (adviceCode, param) = (line(adviceCode), line(param))
    }

    var refusal: Refusal {
        Refusal(
            status: status, code: code ?? type ?? "refused", message: message ?? "Stripe gave no reason.", param: param)
    }
}
