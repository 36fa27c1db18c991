import Contracts
import Flotilla
import Notifications

/// Makes notifications of what other parts of the fleet ask for.
struct RequestHandler: JobHandler {
    let runner: RequestRunner

    func run(_ payload: NotificationRequest, in context: JobContext) async throws -> JobOutcome {
        try await runner.run(payload, of: context.tenant, as: context.id, trace: context.trace)
    }
}
