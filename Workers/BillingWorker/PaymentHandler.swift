import Billing
import Flotilla

/// Brings a payment or a refund to its end.
struct PaymentHandler: JobHandler {
    let runner: PaymentRunner

    func run(_ payload: CollectPayment, in context: JobContext) async throws -> JobOutcome {
        try await runner.run(payload, of: context.tenant, as: context.id, by: context.deadline)
    }
}
