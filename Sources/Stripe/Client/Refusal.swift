/// Stripe's answer that a request is wrong (400, 404), or that the key may not make it (401, 403): no money moved.
public struct Refusal: Sendable, Hashable, Codable {
    /// Of HTTP; 0 when the request was refused here and never sent.
    public let status: Int
    /// Stripe's code (https://docs.stripe.com/error-codes), such as `resource_missing`, or ours where it gives none.
    public let code: String
    /// For a person: one line, never a secret.
    public let message: String
    /// The field that is wrong, as Stripe names it.
    public let param: String?

    public init(status: Int, code: String, message: String, param: String? = nil) {
        self.status = status
        self.code = code
        self.message = message
        self.param = param
    }

    static let idempotencyKey = Refusal(
        status: 0, code: "idempotency_key",
        message: "A key has 1 to \(StripeCall.longestKey) printable characters of ASCII.")

    /// Less than Stripe charges in that currency: to be paid with a later invoice, and no mistake.
    public var isAmountTooSmall: Bool { code == "amount_too_small" }

    /// The key, not the payment, is what the operator has to look at.
    public var isOfKey: Bool { status == 401 || status == 403 }
}

extension Refusal: CustomStringConvertible {
    public var description: String {
        "Stripe refused it (\(status == 0 ? code : "\(status), \(code)"))\(param.map { " at \($0)" } ?? ""): \(message)"
    }
}
