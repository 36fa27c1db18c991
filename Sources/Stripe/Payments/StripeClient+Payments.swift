public import Foundation

extension StripeClient {
    /// Asks for a payment, once.
    /// - Parameters:
    ///   - idempotencyKey: stored before the call; 1 to 255 characters. Stripe gives the first answer again for 24 hours,
    ///     and may take it for a new request after that: an older one is looked up, not sent.
    ///   - deadline: what is not answered by then is `unknown`.
    public func createPayment(
        _ payment: NewPayment, idempotencyKey: String, until deadline: ContinuousClock.Instant
    ) async -> PaymentOutcome {
        if let refusal = payment.refusal(idempotencyKey: idempotencyKey) { return .refused(refusal) }
        let call = StripeCall(.post, "/v1/payment_intents", payment.fields, idempotencyKey: idempotencyKey)
        return PaymentOutcome(await send(call, as: PaymentIntent.self, until: deadline), for: payment)
    }

    public func payment(
        _ id: String, until deadline: ContinuousClock.Instant
    ) async throws(StripeError) -> PaymentIntent {
        let call = StripeCall(.get, "/v1/payment_intents/\(StripeCall.segment(id))")
        let intent = try await read(call, as: PaymentIntent.self, until: deadline)
        guard intent.id == id else {
            throw .unavailable(reason: "Stripe answered with another payment than was asked.", retryAfter: nil)
        }
        return intent
    }

    /// Every payment that was asked of a customer since then, the newest first. An unresolved one is found among them by
    /// its `invoiceID` and `paymentID`: Stripe's search by metadata lags behind by a minute or more, lists do not
    /// (https://docs.stripe.com/search#data-freshness).
    /// - Parameter since: by Stripe's clock: some minutes before the key was stored.
    public func payments(
        of customer: String, since: Date, until deadline: ContinuousClock.Instant
    ) async throws(StripeError) -> [PaymentIntent] {
        let fields = [("customer", customer), ("created[gte]", Self.seconds(since))]
        var pages = StripePages<PaymentIntent>(self, "/v1/payment_intents", fields, until: deadline)
        var found: [PaymentIntent] = []
        while let page = try await pages.next() { found += page }
        return found
    }

    /// Every payment that was asked for in a time, half-open, in pages of at most 100, the newest first.
    /// - Throws: `StripeError`, and what `body` throws.
    public func allPayments(
        createdFrom from: Date, to end: Date, until deadline: ContinuousClock.Instant,
        _ body: (_ page: [PaymentIntent]) async throws -> Void
    ) async throws {
        let fields = [("created[gte]", Self.seconds(from)), ("created[lt]", Self.seconds(end))]
        var pages = StripePages<PaymentIntent>(self, "/v1/payment_intents", fields, until: deadline)
        while let page = try await pages.next() { try await body(page) }
    }

    static func seconds(_ date: Date) -> String {
        "\(Int64(exactly: date.timeIntervalSince1970.rounded(.down)) ?? 0)"
    }
}
