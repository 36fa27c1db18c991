import Foundation
import HTTPServer
import JSON
import Jobs
import Notifications

/// `POST /deliveries/{id}/replay`.
struct DeliveryRoutes: APIModule {
    private let context: APIContext
    private let store: NotificationStore

    init(_ context: APIContext) {
        self.context = context
        store = NotificationStore(database: context.connections.domains, jobs: context.store)
    }

    func add(to router: inout APIRouter) {
        router.post("/deliveries/{id}/replay", for: .writers, replay)
    }

    /// Sends a settled delivery once more, under the ids that it had.
    @Sendable private func replay(_ call: Call) async throws -> HTTPResponse {
        let delivery = try await store.delivery(try call.request.pathID(), of: call.principal.tenant)
        guard let delivery else { throw Problem.notFound("The account has no such delivery.") }
        guard let job = try store.replay(of: delivery, minter: context.minter, trace: call.request.trace) else {
            throw Problem(.conflict, detail: delivery.replayObjection ?? "The delivery cannot be sent again.")
        }
        let view = ReplayView(id: delivery.id, jobID: job.id.uuid, notificationID: delivery.notificationID)
        return try await context.accepting([job], for: call) { _ in
            try call.answer(view, .accepted, location: view.statusURL)
        } commit: { recorded in
            do {
                try await store.replay(delivery, by: job, recording: recorded)
            } catch is ReplayedAlready {
                throw Problem(.conflict, detail: "Another replay of the delivery came first.")
            }
            return [:]
        }
    }
}

private struct ReplayView: Encodable, Sendable {
    let id: UUID
    let status = DeliveryStatus.queued
    let jobID: UUID
    let statusURL: Link

    init(id: UUID, jobID: UUID, notificationID: UUID) {
        self.id = id
        self.jobID = jobID
        statusURL = Link("/notifications/\(notificationID.uuidString.lowercased())")
    }
}
