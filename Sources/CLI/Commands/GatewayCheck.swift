import Assembly
import Billing
import Fleet
import HTTPClient
import Operations
import Stripe

/// What `doctor` says of the payment gateway: whether it is reached and takes the key, and where it and the ledger differ.
enum GatewayCheck {
    private static let name = "payments"
    private static let limit = Duration.seconds(10)

    static func run(_ settings: [String]) async -> DoctorCommand.Finding {
        var reader = ConfigurationReader(
            environment: CommandContext.environment(), arguments: settings, known: Domains.variables)
        let billing = BillingSettings(&reader)
        do {
            try reader.finish()
        } catch {
            return DoctorCommand.Finding(name, ok: false, "\(error)")
        }
        guard let key = billing.stripeKey else {
            return DoctorCommand.Finding(name, "STRIPE_API_KEY is not set: nothing is charged, and invoices wait")
        }
        let client = StripeClient(http: WebClient(), key: key, base: billing.stripeBase)
        do {
            try await client.ping(until: .now + limit)
        } catch .refused(let refusal) {
            return DoctorCommand.Finding(
                name,
                Diagnosis(
                    "gateway_refused", "The payment gateway does not take the key (\(refusal.status)).",
                    advice:
                        "Correct STRIPE_API_KEY for the BillingWorkers: it has to read and write PaymentIntents and Refunds."
                ))
        } catch {
            return DoctorCommand.Finding(
                name,
                Diagnosis(
                    "gateway_unreachable", "\(error)", advice: "Check STRIPE_API_BASE and the way out to it."))
        }
        let hook = billing.webhookSecret == nil ? "; STRIPE_WEBHOOK_SECRET is not set: its events are refused" : ""
        return DoctorCommand.Finding(
            name, "the gateway takes the key\(client.isLive ? ", which moves money" : " of a test")\(hook)")
    }

    /// What the gateway would not give back.
    static func refunds(_ context: CommandContext) async -> DoctorCommand.Finding {
        let store = BillingStore(database: context.connections.domains, jobs: context.connections.store)
        do {
            let count = try await store.failedRefunds()
            if count == 0 { return DoctorCommand.Finding("refunds", "none has failed") }
            return DoctorCommand.Finding(
                "refunds",
                Diagnosis(
                    "refund_failed", "\(count) payments should have gone back, and the gateway did not give them back.",
                    advice:
                        "`select * from refunds where status = 'failed'` says why; POST /invoices/{id}/cancel asks once more."
                ))
        } catch {
            return DoctorCommand.Finding("refunds", .database(error))
        }
    }

    /// Where the two sides differ.
    static func differences(_ context: CommandContext) async -> DoctorCommand.Finding {
        let store = BillingStore(database: context.connections.domains, jobs: context.connections.store)
        do {
            let (count, kinds) = try await store.differences()
            if count == 0 { return DoctorCommand.Finding("ledger", "nothing is known that the gateway says otherwise") }
            return DoctorCommand.Finding(
                "ledger",
                Diagnosis(
                    "gateway_differs",
                    "\(count) payments or refunds are not the same at the gateway and in the ledger (\(kinds.sorted().joined(separator: ", "))).",
                    advice:
                        "`select * from gateway_differences where ended_at is null` has each of them; docs/billing.md says what to do."
                ))
        } catch {
            return DoctorCommand.Finding("ledger", .database(error))
        }
    }
}
