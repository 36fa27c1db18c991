public import Foundation
public import Operations

/// What Stripe sends to `/payments/stripe/webhook`, from which nothing is believed before its signature.
public enum StripeWebhook {
    /// As in Stripe's own clients.
    public static let tolerance: TimeInterval = 300

    /// - Parameters:
    ///   - body: byte for byte as it came.
    ///   - field: the value of `Stripe-Signature`.
    ///   - secrets: `whsec_…`, whole: one, or two while it is replaced. Without any, nothing is taken.
    /// - Throws: `StripeWebhookError`; which one it is belongs in a log, not in the answer.
    public static func verify(
        _ body: [UInt8], field: String?, secrets: [Secret], now: Date, tolerance: TimeInterval = tolerance
    ) throws(StripeWebhookError) -> StripeEvent {
        let usable = secrets.filter { !$0.reveal().allSatisfy(\.isWhitespace) }
        guard !usable.isEmpty else { throw .noSecret }
        guard let field else { throw .noSignature }
        guard let signature = StripeSignature(field) else { throw .malformedSignature }
        let isMade = usable.reduce(false) { signature.isMade(of: body, with: $1) || $0 }
        guard isMade else { throw .wrongSignature }
        let age = now.timeIntervalSince1970 - TimeInterval(signature.seconds)
        guard age <= tolerance else { throw .tooOld }
        guard age >= -tolerance else { throw .fromTheFuture }
        guard let event = try? JSONDecoder().decode(StripeEvent.self, from: Data(body)) else { throw .noEvent }
        return event
    }
}
