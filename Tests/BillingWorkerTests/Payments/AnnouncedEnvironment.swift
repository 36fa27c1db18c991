import ChannelTestSupport
import FleetTestSupport
import Foundation
import StripeTestSupport

/// Everything that a payment goes through: an API that takes the gateway's events, an enqueuer, a worker that bills, one that
/// notifies, the gateway, and the operators' Slack.
final class AnnouncedEnvironment: Environment {
    @TaskLocal private static var value: AnnouncedEnvironment?
    static var slot: TaskLocal<AnnouncedEnvironment?> { $value }

    static let alerts = "/services/T0/B0/alerts"
    private static let secret = "whsec_announced"

    let fleet: Fleet
    let stripe: StripeServer
    let slack: ChannelServer
    let admin: Caller

    private init(fleet: Fleet, stripe: StripeServer, slack: ChannelServer, admin: Caller) {
        self.fleet = fleet
        self.stripe = stripe
        self.slack = slack
        self.admin = admin
    }

    static func start() async throws -> AnnouncedEnvironment {
        async let starting = StripeServer()
        async let channel = ChannelServer(.slack)
        let fleet = try await Fleet.start(.init(environment: ["STRIPE_WEBHOOK_SECRET": secret]))
        try await fleet.startAPI()
        let (stripe, slack) = (try await starting, try await channel)
        try await slack.set { $0.hooks = [alerts] }
        _ = try await fleet.start("enqueuer")
        _ = try await fleet.startWorker(
            "BillingWorker", ["STRIPE_API_KEY": stripe.key, "STRIPE_API_BASE": stripe.url])
        _ = try await fleet.startWorker("NotifyWorker", ["SLACK_WEBHOOK_URL_ALERTS": slack.url(alerts)])
        try await stripe.addWebhook(
            fleet.anybody.url + "/payments/stripe/webhook", secret: secret, events: ["payment_intent.succeeded"])
        return AnnouncedEnvironment(
            fleet: fleet, stripe: stripe, slack: slack, admin: try await fleet.user(role: "admin"))
    }

    func stop() async {
        stripe.stop()
        await fleet.stop()
    }
}
