import Foundation
import HTTPServer
import Jobs
import Storage

/// `GET /workers`, `POST /workers/{session}/quiet` and `/resume`: for operators.
struct WorkerRoutes {
    let context: APIContext

    func add(to router: inout APIRouter) {
        router.get("/workers", for: [.admin], list)
        router.post("/workers/{session}/quiet", for: [.admin]) { try await setQuiet(true, $0) }
        router.post("/workers/{session}/resume", for: [.admin]) { try await setQuiet(false, $0) }
    }

    @Sendable private func list(_ call: Call) async throws -> HTTPResponse {
        try call.request.allowQuery(["limit", "cursor"])
        let limit = try call.request.limit()
        let cursor = try call.request.cursorID()
        let found = try await context.lists.read(by: call.principal) {
            try await $0.jobs.sessions(after: cursor, limit: limit + 1)
        }
        let page = found.prefix(limit)
        return JSONValue.page(
            page.map(WorkerView.full),
            next: found.count > limit ? page.last?.session.id.uuidString.lowercased() : nil
        ).response()
    }

    /// The worker hears of it within a second; what it holds it finishes.
    private func setQuiet(_ isQuiet: Bool, _ call: Call) async throws -> HTTPResponse {
        guard let text = call.request.parameters["session"], let id = UUID(uuidString: text) else {
            throw Problem.notFound()
        }
        let changed = try await context.store.setQuiet(isQuiet, id) {
            IdempotencyRecord(WorkerView.full($0).response(), for: call.key)
        }
        guard let changed else { throw Problem.notFound("There is no such worker any more.") }
        return WorkerView.full(changed).response()
    }
}
