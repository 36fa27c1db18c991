/// Why an event was not taken.
public enum StripeWebhookError: String, Error, Sendable, Hashable, CustomStringConvertible {
    /// None is set here.
    case noSecret = "no_secret"
    case noSignature = "no_signature"
    case malformedSignature = "malformed_signature"
    /// Of another secret or body: forged, altered, or the endpoint's secret was replaced.
    case wrongSignature = "wrong_signature"
    /// Signed too long ago: a repetition by a third party, or a clock that is wrong. Stripe signs each delivery anew.
    case tooOld = "too_old"
    case fromTheFuture = "from_the_future"
    /// Stripe's signature under what is no event.
    case noEvent = "no_event"

    public var description: String { "stripe_webhook_\(rawValue)" }
}
