/// Why a look-up has no answer. No case holds a secret.
public enum StripeError: Error, Sendable, Hashable {
    /// The request is wrong, or the key may not make it.
    case refused(Refusal)
    /// No answer now: not reached, cut, too many calls, or not Stripe's.
    case unavailable(reason: String, retryAfter: Duration?)
    /// More pages than are read at once: ask for a shorter time.
    case tooMany(read: Int)
}

extension StripeError: CustomStringConvertible {
    public var description: String {
        switch self {
        case .refused(let refusal): "\(refusal)"
        case .unavailable(let reason, _): reason
        case .tooMany(let read): "Stripe has more than the \(read) objects that were read: ask for a shorter time."
        }
    }
}
