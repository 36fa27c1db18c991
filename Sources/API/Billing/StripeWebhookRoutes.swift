import Billing
import Foundation
import HTTPServer
import Jobs
import Operations
import Stripe

/// `POST /payments/stripe/webhook`: what the gateway announces, believed by its signature alone. `200` when it is recorded, which
/// is once for an event, however often it comes; what it is about is then asked of the gateway.
struct StripeWebhookRoutes: APIModule {
    private let store: BillingStore
    private let secret: Secret?
    private let events: MetricFamily<Counter>
    private let logger: Logger

    /// An event with the object that it is about; most have less than 10 KB.
    private static let bodyLimit = 512 << 10

    init(_ context: APIContext) {
        store = BillingStore(database: context.connections.domains, jobs: context.store)
        secret = context.billing.webhookSecret
        logger = context.logger
        events = context.metrics.registry.counter(
            "flotilla_gateway_events_total", help: "Events that the payment gateway announced.", labels: ["effect"])
        for effect in BillingStore.EventEffect.allCases.map(\.rawValue) + [Self.refused] {
            events.labels(effect).increment(by: 0)
        }
    }

    func add(to router: inout APIRouter) {
        router.open(
            .post, "/payments/stripe/webhook", to: .anyone(bodyLimit: Self.bodyLimit),
            APIOperation("takeGatewayEvent", "Takes what the payment gateway announces").parameter(
                APIParameter("Stripe-Signature", in: .header, .string, "By which the event is believed.")
            ).body(.object, required: true).answers(.flags("received")), take)
    }

    @Sendable private func take(_ request: HTTPRequest) async throws -> HTTPResponse {
        guard let secret else {
            throw Problem(
                .serviceUnavailable,
                detail: "STRIPE_WEBHOOK_SECRET is not set, so that no event can be verified: set it for the API.")
        }
        let event: StripeEvent
        do {
            event = try StripeWebhook.verify(
                request.body, field: request.headers["Stripe-Signature"], secrets: [secret],
                now: ServerClock.shared.now)
        } catch {
            events.labels(Self.refused).increment()
            logger.warning("an event of the payment gateway was refused", ["reason": .string(error.rawValue)])
            throw Problem(.badRequest, detail: "The signature or the event is not valid.")
        }
        guard event.id.utf8.count <= 150, event.hasStorableText else {
            events.labels(Self.refused).increment()
            throw Problem(.badRequest, detail: "The event's names are no names of the gateway.")
        }
        let effect = try await store.record(event)
        events.labels(effect.rawValue).increment()
        return try request.answer(["received": true])
    }

    private static let refused = "refused"
}

extension StripeEvent {
    /// Whether PostgreSQL can hold its names.
    fileprivate var hasStorableText: Bool {
        [id, type, account, objectID, paymentIntentID].allSatisfy {
            $0.map { $0.utf8.count <= 500 && $0.utf8.allSatisfy { $0 > 0x1F && $0 < 0x7F } } ?? true
        }
    }
}
