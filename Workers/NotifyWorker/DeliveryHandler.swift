import Flotilla
import Notifications

/// Runs deliveries, whose channel their rows name.
struct DeliveryHandler: JobHandler {
    let definition: JobDefinition
    let runner: DeliveryRunner

    func run(_ payload: DeliveryJob, in context: JobContext) async throws -> JobOutcome {
        try await runner.run(payload, of: context.tenant, as: context.id, by: context.deadline)
    }
}
