import Foundation
import Stripe

/// Answers as Stripe writes them, to be scripted.
enum Answers {
    /// A PaymentIntent of the payment, with fields changed or added; what is not ours is among them.
    static func intent(_ payment: NewPayment, _ status: String, _ changes: [String: Any] = [:]) -> String {
        json(object(payment, status, changes))
    }

    static func object(_ payment: NewPayment, _ status: String, _ changes: [String: Any] = [:]) -> [String: Any] {
        let intent: [String: Any] = [
            "id": "pi_scripted", "object": "payment_intent", "amount": payment.amountCents,
            "currency": payment.currency.lowercased(), "customer": payment.customer, "status": status,
            "created": 1_700_000_000, "livemode": false,
            "metadata": ["invoice_id": payment.invoiceID.uuidString.lowercased()],
            "a_field_of_2031": ["nested": [1, 2, 3]],
        ]
        return intent.merging(changes) { $1 }
    }

    static func error(_ fields: [String: Any]) -> String { json(["error": fields]) }

    private static func json(_ value: [String: Any]) -> String {
        guard let data = try? JSONSerialization.data(withJSONObject: value) else { return "" }
        return String(decoding: data, as: UTF8.self)
    }
}
