import Flotilla
import Notifications

/// Puts messages into inboxes.
struct InboxHandler: JobHandler {
    let deliveries: DeliveryRunner
    let requests: RequestRunner

    var definition: JobDefinition { Channel.inApp.definition }

    func run(_ payload: InboxJob, in context: JobContext) async throws -> JobOutcome {
        switch payload {
        case .delivery(let job):
            try await deliveries.run(job, of: context.tenant, as: context.id, by: context.deadline)
        case .request(let request):
            try await requests.run(request, of: context.tenant, as: context.id, trace: context.trace)
        }
    }
}
