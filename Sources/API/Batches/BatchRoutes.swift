import Accounts
import Foundation
import HTTPServer
import Jobs
import Storage

/// `GET /batches`, `GET` and `DELETE /batches/{id}`. They are made by `POST /jobs/batch`.
struct BatchRoutes {
    let context: APIContext

    func add(to router: inout APIRouter) {
        router.get("/batches", for: .readers, list)
        router.get("/batches/{id}", for: .readers, show)
        router.delete("/batches/{id}", for: .writers, cancel)
    }

    @Sendable private func list(_ call: Call) async throws -> HTTPResponse {
        let (request, principal) = (call.request, call.principal)
        try request.allowQuery(["limit", "cursor"])
        let limit = try request.limit()
        let cursor = try request.cursorID()
        let batches = try await context.lists.read(by: principal) {
            try await $0.jobs.batches(before: cursor, limit: limit + 1, for: principal.scope)
        }
        let page = batches.prefix(limit)
        return JSONValue.page(
            page.map(BatchView.full),
            next: batches.count > limit ? page.last.map { $0.id.uuidString.lowercased() } : nil
        ).response()
    }

    @Sendable private func show(_ call: Call) async throws -> HTTPResponse {
        let (request, principal) = (call.request, call.principal)
        guard let batch = try await context.store.batch(try request.pathID(), for: principal.scope) else {
            throw Problem.notFound()
        }
        return BatchView.full(batch).response()
    }

    /// As with a job: what is finished is a conflict. The enqueuer ends the members, so the answer is that it will.
    @Sendable private func cancel(_ call: Call) async throws -> HTTPResponse {
        let (request, principal) = (call.request, call.principal)
        guard let batch = try await context.store.cancelBatch(try request.pathID(), for: principal.scope) else {
            throw Problem.notFound()
        }
        guard batch.finishedAt == nil else { throw Problem(.conflict, detail: "The batch is finished already.") }
        return BatchView.full(batch).response(.accepted)
    }
}
