import Accounts
import Foundation
import HTTPServer
import JSON
import Jobs
import Notifications

/// `GET /deliveries` and `POST /deliveries/{id}/replay`.
struct DeliveryRoutes: APIModule {
    private let context: APIContext
    private let store: NotificationStore
    private let lists: NotificationStore

    init(_ context: APIContext) {
        self.context = context
        store = NotificationStore(database: context.connections.domains, jobs: context.store)
        lists = NotificationStore(database: context.lists.domains, jobs: context.lists.jobs)
    }

    func add(to router: inout APIRouter) {
        router.get(
            "/deliveries", for: .readers,
            APIOperation("listDeliveries", "What became of messages, the newest first")
                .query(DeliveryQuery.Parameters.self).page(of: DeliveryView.self), list)
        router.post(
            "/deliveries/{id}/replay", for: .writers,
            APIOperation("replayDelivery", "Sends a settled delivery once more").answers(ReplayView.self, .accepted),
            replay)
    }

    /// What became of messages: operators see those of every account, others those of their own.
    @Sendable private func list(_ call: Call) async throws -> HTTPResponse {
        let (request, principal) = (call.request, call.principal)
        let filter = try DeliveryQuery.filter(request, for: principal)
        let (limit, cursor) = (try request.limit(), try request.cursorID())
        let page = try await context.lists.read(by: principal) {
            try await lists.deliveries(
                filter, seenBy: principal.seesEverybody ? nil : principal.tenant, before: cursor, limit: limit)
        }
        return try call.answerList(Page(page.list.map { DeliveryView($0) }, next: page.next))
    }

    /// Sends a settled delivery once more, under the ids that it had.
    @Sendable private func replay(_ call: Call) async throws -> HTTPResponse {
        let (id, principal) = (try call.request.pathID(), call.principal)
        let delivery =
            principal.seesEverybody
            ? try await store.delivery(id) : try await store.delivery(id, of: principal.tenant)
        guard let delivery else { throw Problem.notFound("There is no such delivery, or none for the caller.") }
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
