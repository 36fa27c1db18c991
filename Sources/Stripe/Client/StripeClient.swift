import Foundation
public import HTTPClient
public import Operations
import Tracing

/// Stripe's PaymentIntents and Refunds. One call asks once and has one outcome: nothing is sent again here, since only the
/// ledger above can know whether that is safe.
///
/// What is written goes out on a connection of its own: on a kept one that breaks, libcurl would send it again, as it may
/// what only reads.
public struct StripeClient: Sendable {
    public static let defaultBase = "https://api.stripe.com"
    /// Shapes are those of this version, whatever the account's own is. From 2023-08-16 on, a payment without the customer
    /// takes every sort of method that the account allows, and needs no field that says so
    /// (https://docs.stripe.com/changelog/2023-08-16/automatic-payment-methods).
    public static let version = "2024-06-20"

    let http: WebClient
    let key: Secret
    let base: String
    let longest: Duration
    let now: @Sendable () -> Date

    /// - Parameters:
    ///   - key: `sk_…`, or `rk_…` that may write PaymentIntents and Refunds.
    ///   - base: the URL before `/v1`.
    ///   - longest: of one call. Stripe answers a charge within seconds; its own clients wait for 80.
    public init(
        http: WebClient, key: Secret, base: String = StripeClient.defaultBase, longest: Duration = .seconds(60),
        now: @escaping @Sendable () -> Date = { Date() }
    ) {
        self.http = http
        self.key = key
        self.base = base.hasSuffix("/") ? String(base.dropLast()) : base
        self.longest = longest
        self.now = now
    }

    /// Whether the key moves money, by its name.
    public var isLive: Bool { key.reveal().hasPrefix("sk_live_") || key.reveal().hasPrefix("rk_live_") }

    /// Asks for one PaymentIntent: shows that Stripe is reached, takes the key, and lets it read what look-ups need.
    public func ping(until deadline: ContinuousClock.Instant) async throws(StripeError) {
        let call = StripeCall(.get, "/v1/payment_intents", [("limit", "1")])
        _ = try await read(call, as: StripeList<PaymentIntent>.self, until: deadline)
    }

    func send<Value: Decodable & Sendable>(
        _ call: StripeCall, as type: Value.Type, until deadline: ContinuousClock.Instant
    ) async -> StripeAnswer<Value> {
        do throws(HTTPClientError) {
            let request = try call.request(to: base, key: key, until: min(deadline, .now + longest))
            let seconds = Int(exactly: now().timeIntervalSince1970.rounded(.down)) ?? 0
            return StripeAnswer(
                try await http.send(request, as: call.title, [("peer.service", "stripe")]), hiding: key, now: seconds)
        } catch {
            return StripeAnswer(error)
        }
    }

    func read<Value: Decodable & Sendable>(
        _ call: StripeCall, as type: Value.Type, until deadline: ContinuousClock.Instant
    ) async throws(StripeError) -> Value {
        switch await send(call, as: type, until: deadline) {
        case .value(let value): return value
        case .refused(let problem): throw .refused(problem.refusal)
        case .wait(let time, let reason): throw .unavailable(reason: reason, retryAfter: time)
        case .unknown(let reason): throw .unavailable(reason: reason, retryAfter: nil)
        }
    }
}
