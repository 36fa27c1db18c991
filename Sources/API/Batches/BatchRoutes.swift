import Accounts
import Foundation
import HTTPServer
import Jobs
import Storage

/// `GET /batches`, `GET` and `DELETE /batches/{id}`, its `/graph`. They are made by `POST /jobs/batch`.
struct BatchRoutes: APIModule {
    let context: APIContext

    init(_ context: APIContext) {
        self.context = context
    }

    func add(to router: inout APIRouter) {
        router.get(
            "/batches", for: .readers,
            APIOperation("listBatches", "Batches, the newest first").page(of: BatchView.self), list)
        router.get(
            "/batches/{id}", for: .readers,
            APIOperation("getBatch", "A batch").answers(BatchView.self), show)
        router.get(
            "/batches/{id}/graph", for: .readers,
            APIOperation("getBatchGraph", "Which jobs of a batch follow which").answers(BatchGraphView.self), graph)
        router.delete(
            "/batches/{id}", for: .writers,
            APIOperation("cancelBatch", "Cancels a batch").answers(BatchView.self, .accepted).refuses(.conflict), cancel
        )
    }

    @Sendable private func list(_ call: Call) async throws -> HTTPResponse {
        let (request, principal) = (call.request, call.principal)
        try request.allowQuery(["limit", "cursor"])
        let limit = try request.limit()
        let cursor = try request.cursorID()
        let found = try await context.lists.read(by: principal) {
            try await context.lists.jobs.batches(before: cursor, limit: limit + 1, for: principal.scope)
        }
        return try call.answer(
            Page(found, limit: limit) {
                BatchView($0)
            } cursor: {
                $0.id.uuidString.lowercased()
            })
    }

    @Sendable private func show(_ call: Call) async throws -> HTTPResponse {
        let id = try call.request.pathID()
        guard let batch = try await context.store.batch(id, for: call.principal.scope) else {
            throw Problem.notFound()
        }
        return try call.answer(BatchView(batch))
    }

    @Sendable private func graph(_ call: Call) async throws -> HTTPResponse {
        let (id, scope) = (try call.request.pathID(), call.principal.scope)
        guard try await context.store.batch(id, for: scope) != nil else { throw Problem.notFound() }
        let graph = try await context.lists.read(by: call.principal) {
            try await context.lists.jobs.graph(of: id, for: scope)
        }
        return try call.answer(BatchGraphView(graph))
    }

    /// As with a job: what is finished is a conflict. The enqueuer ends the members, so the answer is that it will.
    @Sendable private func cancel(_ call: Call) async throws -> HTTPResponse {
        let id = try call.request.pathID()
        guard let batch = try await context.store.cancelBatch(id, for: call.principal.scope) else {
            throw Problem.notFound()
        }
        guard batch.finishedAt == nil else { throw Problem(.conflict, detail: "The batch is finished already.") }
        return try call.answer(BatchView(batch), .accepted)
    }
}
