/// What came of asking for a refund, once.
public enum RefundOutcome: Sendable, Hashable {
    /// The money goes back.
    case succeeded(Refund)
    /// Under way: a webhook or a look-up says how it ended.
    case pending(Refund)
    /// The customer's bank did not take it.
    case failed(Refund)
    /// The request is wrong, or the payment is refunded already (`charge_already_refunded`).
    case refused(Refusal)
    /// Provably not executed; the same call with the same key may be made after that time.
    case wait(retryAfter: Duration?, reason: String)
    /// It may have been executed: it is to be looked up, never sent again with a new key.
    case unknown(reason: String)
}

extension RefundOutcome {
    /// What a Refund says of itself, in an answer or when it is looked up.
    public init(of refund: Refund) {
        switch refund.status {
        case .succeeded: self = .succeeded(refund)
        case .pending, .requiresAction: self = .pending(refund)
        case .failed, .canceled: self = .failed(refund)
        case .other: self = .unknown(reason: "Stripe's \(refund.id) is in a state that is not known here.")
        }
    }

    init(_ answer: StripeAnswer<Refund>, of paymentIntent: String, _ amountCents: Int64) {
        switch answer {
        case .value(let refund) where refund.amountCents != amountCents:
            self = .unknown(reason: "Stripe answered with \(refund.id), which has another amount than was asked.")
        case .value(let refund) where refund.paymentIntentID != paymentIntent:
            self = .unknown(reason: "Stripe answered with \(refund.id), which is of another payment than was asked.")
        case .value(let refund): self.init(of: refund)
        case .refused(let problem): self = .refused(problem.refusal)
        case .wait(let time, let reason): self = .wait(retryAfter: time, reason: reason)
        case .unknown(let reason): self = .unknown(reason: reason)
        }
    }
}
