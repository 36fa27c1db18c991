/// A payment that the bank, or the scheme, did not make: a definite answer, no money moved.
public struct Decline: Sendable, Hashable {
    /// Stripe's code (https://docs.stripe.com/error-codes), such as `card_declined` or `expired_card`.
    public let code: String
    /// The bank's reason, such as `insufficient_funds`; nil where Stripe gives none.
    public let declineCode: String?
    /// For a person: one line, never a secret.
    public let message: String
    /// The same method cannot pay later, either: another one has to be given.
    public let isHard: Bool
    /// The payment that was declined, by which a second try could be made; localstripe does not name it.
    public let paymentIntentID: String?

    public init(code: String, declineCode: String?, message: String, isHard: Bool, paymentIntentID: String?) {
        self.code = code
        self.declineCode = declineCode
        self.message = message
        self.isHard = isHard
        self.paymentIntentID = paymentIntentID
    }

    init(_ problem: StripeProblem, paymentIntentID: String?) {
        code = problem.code ?? "declined"
        declineCode = problem.declineCode
        message = problem.message ?? "The payment was declined."
        isHard = DeclineCodes.isHard(problem.declineCode ?? code, advice: problem.adviceCode)
        self.paymentIntentID = paymentIntentID
    }

    /// The customer has to be asked: 3-D Secure.
    var isOfAuthentication: Bool {
        DeclineCodes.authentication.contains(code) || declineCode.map(DeclineCodes.authentication.contains) == true
    }
}
