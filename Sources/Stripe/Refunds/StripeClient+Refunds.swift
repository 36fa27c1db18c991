public import Foundation

extension StripeClient {
    /// Gives back a part of a payment, or all of it, once.
    /// - Parameters:
    ///   - amountCents: in the currency's smallest unit, more than 0.
    ///   - idempotencyKey: as of `createPayment`, and none that a payment had.
    public func refund(
        _ paymentIntent: String, amountCents: Int64, idempotencyKey: String, metadata: [String: String] = [:],
        until deadline: ContinuousClock.Instant
    ) async -> RefundOutcome {
        guard StripeCall.isIdempotencyKey(idempotencyKey) else {
            return .refused(.idempotencyKey)
        }
        guard amountCents > 0 else {
            return .refused(
                Refusal(status: 0, code: "amount", message: "A refund is of more than 0.", param: "amount"))
        }
        let call = StripeCall(
            .post, "/v1/refunds",
            [("payment_intent", paymentIntent), ("amount", "\(amountCents)")] + StripeCall.metadata(metadata),
            idempotencyKey: idempotencyKey)
        return RefundOutcome(await send(call, as: Refund.self, until: deadline), of: paymentIntent, amountCents)
    }

    /// Every refund of a payment, also those that were made by hand, the newest first.
    public func refunds(
        of paymentIntent: String, until deadline: ContinuousClock.Instant
    ) async throws(StripeError) -> [Refund] {
        var pages = StripePages<Refund>(
            self, "/v1/refunds", [("payment_intent", paymentIntent)], until: deadline)
        var found: [Refund] = []
        while let page = try await pages.next() { found += page }
        return found
    }

    /// Every refund that was made in a time, half-open, in pages of at most 100, the newest first.
    /// - Throws: `StripeError`, and what `body` throws.
    public func allRefunds(
        createdFrom from: Date, to end: Date, until deadline: ContinuousClock.Instant,
        _ body: (_ page: [Refund]) async throws -> Void
    ) async throws {
        let fields = [("created[gte]", Self.seconds(from)), ("created[lt]", Self.seconds(end))]
        var pages = StripePages<Refund>(self, "/v1/refunds", fields, until: deadline)
        while let page = try await pages.next() { try await body(page) }
    }
}
