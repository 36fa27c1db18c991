import Foundation
import HTTPClient
import Operations
import Stripe
import StripeTestSupport

/// One gateway for all tests that script it by keys of their own.
enum Gateway {
    static let shared = Task { try await StripeServer() }
    static let http = WebClient()
    static let limit: Duration = .seconds(10)

    static func client(_ server: StripeServer, key: String? = nil) -> StripeClient {
        StripeClient(http: http, key: Secret(key ?? server.key), base: server.url)
    }

    static func payment(
        _ customer: StripeServer.Customer, cents: Int64 = 12_345, currency: String = "EUR"
    ) -> NewPayment {
        NewPayment(
            amountCents: cents, currency: currency, customer: customer.customer, paymentMethod: customer.paymentMethod,
            invoiceID: UUID(), metadata: ["payment_id": UUID().uuidString.lowercased()])
    }

    static func key() -> String { "inv-\(UUID().uuidString.lowercased())-try-1" }
}

extension StripeClient {
    /// Asks within the limit of the tests.
    func pay(
        _ payment: NewPayment, key: String = Gateway.key(), within limit: Duration = Gateway.limit
    ) async -> PaymentOutcome {
        await createPayment(payment, idempotencyKey: key, until: .now + limit)
    }
}

extension PaymentOutcome {
    var succeeded: PaymentIntent? {
        if case .succeeded(let intent) = self { intent } else { nil }
    }

    var declined: Decline? {
        if case .declined(let decline) = self { decline } else { nil }
    }

    var refusal: Refusal? {
        if case .refused(let refusal) = self { refusal } else { nil }
    }

    var unknownReason: String? {
        if case .unknown(let reason) = self { reason } else { nil }
    }

    var isWait: Bool {
        if case .wait = self { true } else { false }
    }
}
