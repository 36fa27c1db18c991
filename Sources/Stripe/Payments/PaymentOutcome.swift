/// What came of asking for a payment, once.
public enum PaymentOutcome: Sendable, Hashable {
    /// The money is taken.
    case succeeded(PaymentIntent)
    /// Under way: a SEPA debit takes days. A webhook or a look-up says how it ended.
    case processing(PaymentIntent)
    /// The customer has to confirm it (3-D Secure); the same call would end the same way.
    case actionRequired(PaymentIntent?, code: String)
    /// The bank said no. The next try is a new payment with a new key.
    case declined(Decline)
    /// The request is wrong: no money moved.
    case refused(Refusal)
    /// Provably not executed; the same call with the same key may be made after that time.
    case wait(retryAfter: Duration?, reason: String)
    /// It may have been executed, or be under way still: it is looked up by its customer's list, and never sent with a new
    /// key. One that is not found may be made yet; the same call with the same key, which is less than a day old, is safe.
    case unknown(reason: String)
}

extension PaymentOutcome {
    /// What a PaymentIntent says of a payment that was asked for, in an answer or when it is looked up.
    public init(of intent: PaymentIntent, for payment: NewPayment) {
        if let difference = payment.difference(from: intent) {
            self = .unknown(
                reason: "Stripe answered with \(intent.id), which has another \(difference) than was asked.")
            return
        }
        switch intent.status {
        case .succeeded where intent.receivedCents.map { $0 == intent.amountCents } ?? true:
            self = .succeeded(intent)
        case .processing: self = .processing(intent)
        case .requiresAction: self = .actionRequired(intent, code: intent.status.rawValue)
        case .requiresPaymentMethod:
            let decline = intent.lastDecline ?? Self.declined(intent, code: "requires_payment_method")
            self = decline.isOfAuthentication ? .actionRequired(intent, code: decline.code) : .declined(decline)
        case .canceled: self = .declined(Self.declined(intent, code: "canceled"))
        case .succeeded, .requiresConfirmation, .requiresCapture, .other:
            self = .unknown(reason: "Stripe's \(intent.id) is in a state that no payment of ours has.")
        }
    }

    private static func declined(_ intent: PaymentIntent, code: String) -> Decline {
        Decline(
            code: code, declineCode: nil, message: "Stripe has ended the payment without taking money.", isHard: false,
            paymentIntentID: intent.id)
    }

    init(_ answer: StripeAnswer<PaymentIntent>, for payment: NewPayment) {
        switch answer {
        case .value(let intent): self.init(of: intent, for: payment)
        case .wait(let time, let reason): self = .wait(retryAfter: time, reason: reason)
        case .unknown(let reason): self = .unknown(reason: reason)
        // 402 is for declines alone, but the type also marks those of other statuses (https://docs.stripe.com/api/errors).
        case .refused(let problem) where problem.status == 402 || problem.type == "card_error":
            self.init(declined: problem, payment)
        case .refused(let problem): self = .refused(problem.refusal)
        }
    }

    private init(declined problem: StripeProblem, _ payment: NewPayment) {
        let intent = problem.paymentIntent
        if let intent, let difference = payment.difference(from: intent) {
            self = .unknown(reason: "Stripe declined \(intent.id), which has another \(difference) than was asked.")
            return
        }
        // Stripe says no, and shows a payment that is made or under way.
        if let intent, [.succeeded, .processing, .requiresCapture].contains(intent.status) {
            self = .unknown(reason: "Stripe declined \(intent.id), which is \(intent.status.rawValue).")
            return
        }
        let decline = Decline(problem, paymentIntentID: intent?.id)
        self = decline.isOfAuthentication ? .actionRequired(intent, code: decline.code) : .declined(decline)
    }
}
