import Flotilla
import Notifications

/// Runs the deliveries of one channel.
struct DeliveryHandler: JobHandler {
    let channel: Channel
    let runner: DeliveryRunner

    var definition: JobDefinition { channel.definition }

    func run(_ payload: DeliveryJob, in context: JobContext) async throws -> JobOutcome {
        try await runner.run(payload, of: context.tenant, as: context.id, by: context.deadline)
    }
}
